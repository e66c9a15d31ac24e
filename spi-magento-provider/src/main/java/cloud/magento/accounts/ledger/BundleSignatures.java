package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.EarlierLedgers.Signed;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.common.VerificationException;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Signs the hash of a bundle with the realm's active key, so that nothing in it can be changed on the way by anybody
 * who does not have that key.
 */
public final class BundleSignatures {
    /** Of its own, so that no other token of the realm passes for the signature of a bundle. */
    static final String TYPE = "magento-bundle+jwt";

    private final RealmModel realm;
    private final CheckpointKeys keys;

    public BundleSignatures(KeycloakSession session, RealmModel realm) {
        this.realm = realm;
        this.keys = new CheckpointKeys(session, realm);
    }

    /**
     * Who signed a bundle.
     *
     * @param key the key's fingerprint: its thumbprint by RFC 7638 with SHA-256, in base64url
     * @param known whether the realm has this key in use, active or passive
     */
    public record Signer(String key, boolean known) {}

    /**
     * A signature.
     *
     * @param fingerprint the key's, as in {@link Signer}
     */
    public record Signature(Signed signed, String fingerprint) {}

    /** Signs the hash with the realm's active key, whose public part comes along. */
    public Signature sign(String sha256) {
        KeyWrapper key = keys.active();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", realm.getName());
        claims.put("realm", realm.getId());
        claims.put("sha256", sha256);
        claims.put("iat", Time.currentTimeMillis() / 1000);
        String token = new JWSBuilder().type(TYPE).jsonContent(claims).sign(keys.signer(key));
        return new Signature(new Signed(token, CheckpointKeys.publicKey(key)), CheckpointKeys.fingerprint(key));
    }

    /**
     * Who signed this hash of a bundle of that realm.
     *
     * @throws IllegalArgumentException where nobody did whose key is known or comes along
     */
    public Signer verify(Signed signed, String origin, String sha256) {
        try {
            JWSInput token = new JWSInput(signed.token());
            JsonNode claims = token.readJsonContent(JsonNode.class);
            if (TYPE.equals(token.getHeader().getType())
                    && claims.path("realm").asText().equals(origin)
                    && claims.path("sha256").asText().equals(sha256)) {
                return keys.signer(token, signed.key()).orElseThrow(BundleSignatures::forged);
            }
        } catch (JWSInputException | VerificationException e) {
            throw new IllegalArgumentException("its signature cannot be read", e);
        }
        throw forged();
    }

    private static IllegalArgumentException forged() {
        return new IllegalArgumentException("it is not as it was signed");
    }
}
