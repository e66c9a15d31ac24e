package cloud.magento.accounts.ledger.chain;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * Stands in an entry for a person's data, which lies apart: SHA-256 over the canonical JSON of
 * <code>{"data":…,"salt":…}</code>. Whoever has data and salt can show that these were meant; whoever has the entry
 * alone can neither read nor guess them, since the salt has 256 random bits. So a person is erased by deleting data and
 * salt, and no hash changes.
 */
public final class Commitment {
    private static final int SALT_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Commitment() {}

    /**
     * The commitment to this data under this salt, as 64 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException if the data holds a value that {@link CanonicalJson} refuses
     */
    public static String of(Map<String, Object> data, String salt) {
        return Sha256.hex(CanonicalJson.of(Map.of("data", data, "salt", salt)));
    }

    /** A salt that was never used: 32 random bytes in base64url without padding, 43 characters. */
    public static String freshSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
    }
}
