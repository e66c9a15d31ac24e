package cloud.magento.accounts.upstream.protocol;

import cloud.magento.accounts.policy.UpstreamIdentity;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the claims of a logout token whose signature is good (OpenID Connect Back-Channel Logout 1.0, section 2.6). It
 * must be recent besides, so that remembering its id for {@link #MAX_AGE} is enough to notice a second use.
 */
public final class LogoutTokenValidator {
    public static final Duration MAX_AGE = Duration.ofMinutes(10);

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final int MAX_ID_LENGTH = 255;

    /**
     * Whom upstream signed out.
     *
     * @param tokenId unique per token
     * @param subject the person, or null where only a session is named
     * @param sessionId upstream's session, or null for all of the person's sessions
     */
    public record LogoutToken(
            String tokenId,
            @Nullable String subject,
            @Nullable String sessionId) {}

    private final String issuer;
    private final String clientId;
    private final long skew;
    private final long now;

    public LogoutTokenValidator(String issuer, String clientId, Duration skew, long now) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.skew = skew.toSeconds();
        this.now = now;
    }

    public Outcome<LogoutToken> validate(ObjectNode claims) {
        return Stream.of(
                        IdTokenValidator.issuer(claims, issuer),
                        IdTokenValidator.audience(claims, clientId),
                        lifetime(claims),
                        shape(claims))
                .flatMap(Optional::stream)
                .findFirst()
                .<Outcome<LogoutToken>>map(Outcome::failed)
                .orElseGet(() -> order(claims));
    }

    private Optional<UpstreamFault> lifetime(ObjectNode claims) {
        OptionalLong expiry = Json.seconds(claims, "exp");
        OptionalLong issuedAt = Json.seconds(claims, "iat");
        if (expiry.isEmpty()) {
            return Optional.of(UpstreamFault.EXPIRY_MISSING);
        }
        if (expiry.getAsLong() <= now - skew) {
            return Optional.of(UpstreamFault.EXPIRED);
        }
        if (issuedAt.isEmpty()) {
            return Optional.of(UpstreamFault.ISSUED_AT_MISSING);
        }
        if (issuedAt.getAsLong() > now + skew) {
            return Optional.of(UpstreamFault.ISSUED_IN_FUTURE);
        }
        return IdTokenValidator.unless(
                UpstreamFault.ISSUED_TOO_LONG_AGO, issuedAt.getAsLong() >= now - MAX_AGE.toSeconds());
    }

    /**
     * The event is there, and the nonce is not, so that an ID token can never pass for a logout token.
     */
    private static Optional<UpstreamFault> shape(ObjectNode claims) {
        return IdTokenValidator.unless(
                UpstreamFault.LOGOUT_TOKEN_INVALID,
                claims.path("events").path(EVENT).isObject() && !claims.has("nonce"));
    }

    private static Outcome<LogoutToken> order(ObjectNode claims) {
        Optional<String> tokenId = Json.text(claims, "jti").filter(id -> id.length() <= MAX_ID_LENGTH);
        Optional<String> subject = Json.subject(claims).filter(UpstreamIdentity::isSubject);
        Optional<String> sessionId = Json.text(claims, "sid").filter(id -> id.length() <= MAX_ID_LENGTH);
        boolean readable = claims.has("sub") == subject.isPresent() && claims.has("sid") == sessionId.isPresent();
        return tokenId.isPresent() && readable && (subject.isPresent() || sessionId.isPresent())
                ? Outcome.of(new LogoutToken(tokenId.get(), subject.orElse(null), sessionId.orElse(null)))
                : Outcome.failed(UpstreamFault.LOGOUT_TOKEN_INVALID);
    }
}
