package cloud.magento.accounts.ledger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it, version {@code v1}:
 * HMAC-SHA-256 over id, time and body. Its text tells nothing of the key.
 */
final class SigningKey {
    /** How long a secret must be that is not in the form of the standard. */
    static final int MIN_LENGTH = 32;

    private static final String STANDARD_PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private SigningKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The key of a secret: the bytes behind {@code whsec_}, which are in Base64, or else the secret's own, in UTF-8.
     * Empty for one that is too short or no Base64.
     */
    static Optional<SigningKey> of(String secret) {
        if (!secret.startsWith(STANDARD_PREFIX)) {
            return secret.length() < MIN_LENGTH
                    ? Optional.empty()
                    : Optional.of(new SigningKey(secret.getBytes(UTF_8)));
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(secret.substring(STANDARD_PREFIX.length()));
            return bytes.length < MIN_BYTES || bytes.length > MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(new SigningKey(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param id of the message
     * @param timestamp when it is sent, in seconds since the epoch
     */
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "a key";
    }
}
