package cloud.magento.accounts.upstream.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Base64Url;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.jose.jws.crypto.HashUtils;

/**
 * An authorization request that waits for its response: what must come back with it, and what redeems the code.
 *
 * @param state the {@code state} that was sent, which ties the response to the browser (CSRF)
 * @param nonce the {@code nonce} that was sent, which ties the ID token to this request (replay)
 * @param verifier the PKCE verifier whose challenge was sent (RFC 7636), which ties the code to this request
 * (injection)
 * @param redirectUri the redirect URI that was sent
 * @param maxAgeSeconds the {@code max_age} that was sent, or null
 * @param startedAt when the browser left, in seconds since the epoch
 */
public record PendingRequest(
        String state,
        String nonce,
        String verifier,
        String redirectUri,
        @Nullable Long maxAgeSeconds,
        long startedAt) {

    private static final int NONCE_BYTES = 32;
    private static final int VERIFIER_BYTES = 64;

    /** A request with secrets of its own. */
    public static PendingRequest begin(String state, String redirectUri, @Nullable Long maxAgeSeconds, long now) {
        return new PendingRequest(state, random(NONCE_BYTES), random(VERIFIER_BYTES), redirectUri, maxAgeSeconds, now);
    }

    /** RFC 7636, section 4.2, method S256. */
    public String challenge() {
        return HashUtils.sha256UrlEncodedHash(verifier, StandardCharsets.US_ASCII);
    }

    /** The earliest login at upstream that will do, in seconds since the epoch, or null where any will. */
    public @Nullable Long earliestLogin() {
        return maxAgeSeconds == null ? null : startedAt - maxAgeSeconds;
    }

    private static String random(int bytes) {
        return Base64Url.encode(SecretGenerator.getInstance().randomBytes(bytes));
    }

    /** Nothing of the secrets: they must not end up in a log. */
    @Override
    public String toString() {
        return "PendingRequest";
    }
}
