package cloud.magento.accounts.broker.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/** A proof key for one authorization code (RFC 7636, method S256). */
public record Pkce(String verifier) {
    public static Pkce fresh() {
        return new Pkce(UUID.randomUUID() + "-" + UUID.randomUUID());
    }

    public String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
