package cloud.magento.accounts.broker.upstream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the broker asked for when it sent somebody here (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636). */
record AuthorizationRequest(Map<String, String> parameters) {
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    String redirectUri() {
        return parameter("redirect_uri");
    }

    String loginHint() {
        return parameter("login_hint");
    }

    boolean prompts(String prompt) {
        return List.of(parameter("prompt").split(" ")).contains(prompt);
    }

    /** Whether somebody who signed in then need not do so again. */
    boolean isContentWith(Instant signedInAt) {
        boolean recent = parameter("max_age").isEmpty()
                || signedInAt.isAfter(Instant.now().minusSeconds(Long.parseLong(parameter("max_age"))));
        return recent && !prompts("login") && !prompts("select_account");
    }

    /** Whether the ID token has to tell when the person signed in. */
    boolean asksWhen() {
        return !parameter("max_age").isEmpty() || prompts("login");
    }

    /** The OAuth error this request deserves, if any. */
    Optional<String> error() {
        if (!parameter("response_type").equals("code")) {
            return Optional.of("unsupported_response_type");
        }
        if (!List.of(parameter("scope").split(" ")).contains("openid")) {
            return Optional.of("invalid_scope");
        }
        boolean challenged = parameter("code_challenge_method").equals("S256")
                && parameter("code_challenge").matches("[A-Za-z0-9_-]{43}");
        return challenged ? Optional.empty() : Optional.of("invalid_request");
    }

    boolean isChallengeOf(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .equals(parameter("code_challenge"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
