package cloud.magento.accounts.ledger.chain;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a log key, which signs a ledger's checkpoints: an Ed25519 key (RFC 8032).
 *
 * @param x its 32 bytes in base64url without padding, as in a JWK (RFC 8037)
 */
public record LogPublicKey(String x) {
    private static final int BYTES = 32;
    private static final String CURVE = "Ed25519";

    /** What stands before the bare key in its X.509 form (RFC 8410, section 4). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @throws IllegalArgumentException if it is not 32 bytes in base64url, written the one way there is */
    public LogPublicKey {
        byte[] bytes = Base64.getUrlDecoder().decode(x);
        if (bytes.length != BYTES || !encoded(bytes).equals(x)) {
            throw new IllegalArgumentException("It is no Ed25519 key");
        }
    }

    /** @throws IllegalArgumentException if it is a key of another kind */
    public static LogPublicKey of(PublicKey key) {
        byte[] whole = key.getEncoded();
        if (whole == null
                || whole.length != X509_PREFIX.length + BYTES
                || !Arrays.equals(whole, 0, X509_PREFIX.length, X509_PREFIX, 0, X509_PREFIX.length)) {
            throw new IllegalArgumentException("It is no Ed25519 key");
        }
        return new LogPublicKey(encoded(Arrays.copyOfRange(whole, X509_PREFIX.length, whole.length)));
    }

    /** The key that a JWK holds; empty for any other kind of key, and for what is none. */
    public static Optional<LogPublicKey> ofJwk(Map<String, Object> jwk) {
        return "OKP".equals(jwk.get("kty")) && CURVE.equals(jwk.get("crv")) ? ofX(jwk.get("x")) : Optional.empty();
    }

    /**
     * The log key that a JWK is; empty for any other key, and for what is none. A realm's Ed25519 key is told by its
     * id, which is not its thumbprint.
     */
    public static Optional<LogPublicKey> ofLogKey(@Nullable String jwk) {
        try {
            Map<String, Object> members = jwk == null ? Map.of() : StrictJson.object(jwk);
            return ofJwk(members).filter(key -> key.kid().equals(members.get("kid")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The key with these bytes; empty where these are none. */
    static Optional<LogPublicKey> ofX(@Nullable Object x) {
        try {
            return x instanceof String text ? Optional.of(new LogPublicKey(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Its id: the thumbprint of RFC 7638 with SHA-256 in base64url, 43 characters. No other key has it. */
    public String kid() {
        return encoded(Sha256.of(CanonicalJson.of(Map.of("crv", CURVE, "kty", "OKP", "x", x))));
    }

    /** As a JWK, for whoever verifies. */
    public Map<String, Object> jwk() {
        return new TreeMap<>(
                Map.of("kty", "OKP", "crv", CURVE, "x", x, "kid", kid(), "alg", CompactJws.ALGORITHM, "use", "sig"));
    }

    /** Whether its private half signed this. */
    public boolean signed(byte[] input, byte[] signature) {
        try {
            Signature check = Signature.getInstance(CURVE);
            check.initVerify(publicKey());
            check.update(input);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        byte[] whole = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + BYTES);
        System.arraycopy(Base64.getUrlDecoder().decode(x), 0, whole, X509_PREFIX.length, BYTES);
        return KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(whole));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
