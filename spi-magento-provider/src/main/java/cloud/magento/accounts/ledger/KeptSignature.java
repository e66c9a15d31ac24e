package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.CheckpointSignature;
import cloud.magento.accounts.ledger.chain.CompactJws;
import cloud.magento.accounts.ledger.chain.LogPublicKey;
import org.keycloak.jose.jws.JWSInput;

/**
 * The signature of a checkpoint that is kept here.
 *
 * @param token the checkpoint, a compact JWS
 */
record KeptSignature(String token, String kid, boolean isOfRealm) implements CheckpointSignature {
    static KeptSignature of(JWSInput token) {
        return new KeptSignature(
                token.getWireString(), String.valueOf(token.getHeader().getKeyId()), false);
    }

    @Override
    public boolean isOf(LogPublicKey key) {
        try {
            return CompactJws.parse(token).isBy(key, Checkpoints.TYPE);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
