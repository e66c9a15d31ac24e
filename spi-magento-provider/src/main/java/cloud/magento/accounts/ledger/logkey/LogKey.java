package cloud.magento.accounts.ledger.logkey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.magento.accounts.ledger.chain.CompactJws;
import cloud.magento.accounts.ledger.chain.LogKeyChange;
import cloud.magento.accounts.ledger.chain.LogPublicKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** A log key with its private half: an Ed25519 key (RFC 8032). It shows its public half only. */
public final class LogKey {
    private static final String CURVE = "Ed25519";
    private static final int SEED_BYTES = 32;
    private static final byte[] PROOF = "magento-log-key".getBytes(US_ASCII);

    private final PrivateKey secret;
    private final LogPublicKey open;

    private LogKey(PrivateKey secret, LogPublicKey open) {
        this.secret = secret;
        this.open = open;
    }

    /** A key that nobody has. */
    public static LogKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(CURVE).generateKeyPair();
            return new LogKey(pair.getPrivate(), LogPublicKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has Ed25519", e);
        }
    }

    /**
     * The key with this private half. Files have that alone, and the public half follows from it.
     *
     * @throws IllegalArgumentException if it is a key of another kind
     */
    static LogKey of(PrivateKey secret) {
        if (!(secret instanceof EdECPrivateKey edwards)
                || !CURVE.equals(edwards.getParams().getName())) {
            throw new IllegalArgumentException("it is no Ed25519 key");
        }
        byte[] seed = edwards.getBytes().orElseThrow(() -> new IllegalArgumentException("it has no private half"));
        try {
            LogKey key = new LogKey(secret, LogPublicKey.of(publicHalf(seed)));
            if (!key.open.signed(PROOF, key.signature(PROOF))) {
                throw new IllegalArgumentException("its two halves do not belong together");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it cannot be used", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Java tells the public half only of what it makes: so it makes the key again, of the same seed. */
    private static PublicKey publicHalf(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator again = KeyPairGenerator.getInstance(CURVE);
        again.initialize(NamedParameterSpec.ED25519, new Seed(seed));
        return again.generateKeyPair().getPublic();
    }

    public LogPublicKey publicKey() {
        return open;
    }

    /** The public half's id. */
    public String kid() {
        return open.kid();
    }

    /** The claims as a compact JWS of this type. */
    public String sign(String type, Map<String, Object> claims) {
        String input = CompactJws.signingInput(type, kid(), claims);
        try {
            return input + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(input.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The log key signed before, and does not now", e);
        }
    }

    /** Says that another key takes the place of this one in the ledger of this realm. */
    public String handOver(String realm, LogPublicKey next) {
        return sign(LogKeyChange.HANDOVER_TYPE, LogKeyChange.handoverClaims(realm, next));
    }

    /** The private half as PKCS#8 in PEM (RFC 7468, RFC 8410). */
    String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private byte[] signature(byte[] input) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(CURVE);
        signature.initSign(secret);
        signature.update(input);
        return signature.sign();
    }

    /** Gives what it was given in place of chance. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final transient byte[] bytes;

        Seed(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] wanted) {
            if (wanted.length != SEED_BYTES || bytes.length != SEED_BYTES) {
                throw new IllegalArgumentException("it is no Ed25519 key");
            }
            System.arraycopy(bytes, 0, wanted, 0, SEED_BYTES);
        }
    }
}
