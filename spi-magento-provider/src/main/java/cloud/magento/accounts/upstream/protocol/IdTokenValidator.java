package cloud.magento.accounts.upstream.protocol;

import cloud.magento.accounts.policy.UpstreamIdentity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jws.crypto.HashUtils;

/**
 * Judges the claims of an ID token whose signature is good (OpenID Connect Core 1.0, section 3.1.3.7), and leaves
 * nothing to choice that the specification leaves to choice: a token without {@code iat}, issued in the future, or for
 * several audiences and nobody in particular is refused.
 */
public final class IdTokenValidator {

    /**
     * What the token must say.
     *
     * @param issuer exactly this
     * @param clientId the audience it must be for
     * @param nonce what was sent with the authorization request
     * @param earliestLogin when the person must have signed in at the earliest, in seconds since the epoch, or null
     *     where no one asked
     * @param accessToken the access token it came with, or null where there was none
     * @param skew how far the clocks may be apart
     */
    public record Expectations(
            String issuer,
            String clientId,
            String nonce,
            @Nullable Long earliestLogin,
            @Nullable String accessToken,
            Duration skew) {}

    private final Expectations expected;
    private final long now;

    /**
     * @param expected what the token must say
     * @param now seconds since the epoch
     */
    public IdTokenValidator(Expectations expected, long now) {
        this.expected = expected;
        this.now = now;
    }

    /** The token's claims where all of them hold. */
    public Outcome<ObjectNode> validate(ObjectNode claims, SigningAlgorithm algorithm) {
        return Stream.of(
                        issuer(claims, expected.issuer()),
                        audience(claims, expected.clientId()),
                        authorizedParty(claims),
                        subject(claims),
                        lifetime(claims),
                        nonce(claims),
                        accessTokenHash(claims, algorithm),
                        freshness(claims))
                .flatMap(Optional::stream)
                .findFirst()
                .<Outcome<ObjectNode>>map(Outcome::failed)
                .orElse(Outcome.of(claims));
    }

    public static Optional<UpstreamFault> issuer(ObjectNode claims, String issuer) {
        return unless(
                UpstreamFault.ISSUER_WRONG,
                Json.text(claims, "iss").filter(issuer::equals).isPresent());
    }

    public static Optional<UpstreamFault> audience(ObjectNode claims, String clientId) {
        return unless(UpstreamFault.AUDIENCE_WRONG, audiences(claims).contains(clientId));
    }

    /**
     * What a signed answer of userinfo must say besides its subject: from whom it is, for whom, and that its time has
     * not passed, where it says so (OpenID Connect Core 1.0, section 5.3.2).
     */
    public static Optional<UpstreamFault> userInfo(
            ObjectNode claims, String issuer, String clientId, long earliestExpiry) {
        return issuer(claims, issuer)
                .or(() -> audience(claims, clientId))
                .or(() -> unless(
                        UpstreamFault.EXPIRED,
                        !claims.has("exp") || Json.seconds(claims, "exp").orElse(Long.MIN_VALUE) > earliestExpiry));
    }

    private Optional<UpstreamFault> authorizedParty(ObjectNode claims) {
        if (!claims.has("azp")) {
            return unless(
                    UpstreamFault.AUTHORIZED_PARTY_MISSING, audiences(claims).size() < 2);
        }
        return unless(
                UpstreamFault.AUTHORIZED_PARTY_WRONG,
                Json.text(claims, "azp").filter(expected.clientId()::equals).isPresent());
    }

    private static Optional<UpstreamFault> subject(ObjectNode claims) {
        return unless(
                UpstreamFault.SUBJECT_INVALID,
                Json.subject(claims).filter(UpstreamIdentity::isSubject).isPresent());
    }

    private Optional<UpstreamFault> lifetime(ObjectNode claims) {
        OptionalLong expiry = Json.seconds(claims, "exp");
        OptionalLong issuedAt = Json.seconds(claims, "iat");
        if (expiry.isEmpty()) {
            return Optional.of(UpstreamFault.EXPIRY_MISSING);
        }
        if (expiry.getAsLong() <= now - skew()) {
            return Optional.of(UpstreamFault.EXPIRED);
        }
        if (issuedAt.isEmpty()) {
            return Optional.of(UpstreamFault.ISSUED_AT_MISSING);
        }
        if (issuedAt.getAsLong() > now + skew()) {
            return Optional.of(UpstreamFault.ISSUED_IN_FUTURE);
        }
        boolean begun = !claims.has("nbf") || Json.seconds(claims, "nbf").orElse(Long.MAX_VALUE) <= now + skew();
        return unless(UpstreamFault.NOT_YET_VALID, begun);
    }

    private Optional<UpstreamFault> nonce(ObjectNode claims) {
        byte[] sent = expected.nonce().getBytes(StandardCharsets.UTF_8);
        return unless(
                UpstreamFault.NONCE_MISMATCH,
                Json.text(claims, "nonce")
                        .filter(nonce -> MessageDigest.isEqual(nonce.getBytes(StandardCharsets.UTF_8), sent))
                        .isPresent());
    }

    /** Core 1.0, section 3.1.3.8. The claim is optional in the code flow; one that is there must be right. */
    private Optional<UpstreamFault> accessTokenHash(ObjectNode claims, SigningAlgorithm algorithm) {
        String accessToken = expected.accessToken();
        if (!claims.has("at_hash") || accessToken == null) {
            return Optional.empty();
        }
        String hash = HashUtils.accessTokenHash(algorithm.id(), accessToken);
        return unless(
                UpstreamFault.ACCESS_TOKEN_HASH_WRONG,
                Json.text(claims, "at_hash").filter(hash::equals).isPresent());
    }

    private Optional<UpstreamFault> freshness(ObjectNode claims) {
        Long earliest = expected.earliestLogin();
        if (earliest == null) {
            return Optional.empty();
        }
        OptionalLong signedInAt = Json.seconds(claims, "auth_time");
        return unless(
                UpstreamFault.AUTHENTICATION_TOO_OLD,
                signedInAt.isPresent() && signedInAt.getAsLong() + skew() >= earliest);
    }

    private long skew() {
        return expected.skew().toSeconds();
    }

    /** The audiences; none where the claim is not what it should be. */
    private static List<String> audiences(ObjectNode claims) {
        JsonNode audience = claims.path("aud");
        if (audience.isTextual()) {
            return List.of(audience.textValue());
        }
        List<String> all = new ArrayList<>();
        for (JsonNode one : audience) {
            if (!audience.isArray() || !one.isTextual()) {
                return List.of();
            }
            all.add(one.textValue());
        }
        return all;
    }

    public static Optional<UpstreamFault> unless(UpstreamFault fault, boolean holds) {
        return holds ? Optional.empty() : Optional.of(fault);
    }
}
