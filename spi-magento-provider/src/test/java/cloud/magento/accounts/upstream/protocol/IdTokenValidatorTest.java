package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.jose.jws.crypto.HashUtils;

class IdTokenValidatorTest {
    private static final long NOW = TestTokens.NOW;
    private static final String ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";

    @Test
    void acceptsValidIdToken() {
        assertThat(TestTokens.value(validate(TestTokens.claims(), null))).isEqualTo(TestTokens.claims());
    }

    static Stream<Arguments> good() {
        return Stream.of(
                arguments(
                        "audience in an array", claims -> claims.putArray("aud").add("broker")),
                arguments(
                        "several audiences and made for us",
                        claims -> claims.put("azp", "broker")
                                .putArray("aud")
                                .add("broker")
                                .add("other")),
                arguments("made for us", claims -> claims.put("azp", "broker")),
                arguments("just expired, within the skew", claims -> claims.put("exp", NOW - 29)),
                arguments("issued just ahead, within the skew", claims -> claims.put("iat", NOW + 30)),
                arguments("valid from just ahead, within the skew", claims -> claims.put("nbf", NOW + 30)),
                arguments("times with fractions", claims -> claims.put("iat", NOW + 0.5)),
                arguments("subject of 255 characters", claims -> claims.put("sub", "s".repeat(255))),
                arguments(
                        "right hash of the access token",
                        claims -> claims.put("at_hash", HashUtils.accessTokenHash("RS256", ACCESS_TOKEN))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void acceptsValidVariantOfIdToken(String name, Consumer<ObjectNode> change) {
        ObjectNode claims = TestTokens.claims();
        change.accept(claims);

        assertThat(TestTokens.value(validate(claims, null))).isEqualTo(claims);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                refused("no issuer", UpstreamFault.ISSUER_WRONG, claims -> claims.remove("iss")),
                refused(
                        "another issuer",
                        UpstreamFault.ISSUER_WRONG,
                        claims -> claims.put("iss", "https://evil.example")),
                refused(
                        "the issuer with a slash",
                        UpstreamFault.ISSUER_WRONG,
                        claims -> claims.put("iss", TestTokens.ISSUER + "/")),
                refused("no audience", UpstreamFault.AUDIENCE_WRONG, claims -> claims.remove("aud")),
                refused("another audience", UpstreamFault.AUDIENCE_WRONG, claims -> claims.put("aud", "other")),
                refused("an empty audience", UpstreamFault.AUDIENCE_WRONG, claims -> claims.putArray("aud")),
                refused(
                        "an audience that is no text",
                        UpstreamFault.AUDIENCE_WRONG,
                        claims -> claims.putArray("aud").add("broker").add(7)),
                refused(
                        "an audience in an object",
                        UpstreamFault.AUDIENCE_WRONG,
                        claims -> claims.putObject("aud").put("a", "broker")),
                refused(
                        "several audiences and made for nobody",
                        UpstreamFault.AUTHORIZED_PARTY_MISSING,
                        claims -> claims.putArray("aud").add("broker").add("other")),
                refused(
                        "made for somebody else",
                        UpstreamFault.AUTHORIZED_PARTY_WRONG,
                        claims -> claims.put("azp", "other")),
                refused(
                        "made for something that is no text",
                        UpstreamFault.AUTHORIZED_PARTY_WRONG,
                        claims -> claims.put("azp", 1)),
                refused("no subject", UpstreamFault.SUBJECT_INVALID, claims -> claims.remove("sub")),
                refused("an empty subject", UpstreamFault.SUBJECT_INVALID, claims -> claims.put("sub", "")),
                refused(
                        "a subject that is no whole number",
                        UpstreamFault.SUBJECT_INVALID,
                        claims -> claims.put("sub", 12.5)),
                refused(
                        "a subject that is a number in powers of ten",
                        UpstreamFault.SUBJECT_INVALID,
                        claims -> claims.put("sub", new java.math.BigDecimal("1e3"))),
                refused("a subject that is true", UpstreamFault.SUBJECT_INVALID, claims -> claims.put("sub", true)),
                refused(
                        "a subject of 256 characters",
                        UpstreamFault.SUBJECT_INVALID,
                        claims -> claims.put("sub", "s".repeat(256))),
                refused(
                        "a subject beyond ASCII",
                        UpstreamFault.SUBJECT_INVALID,
                        claims -> claims.put("sub", "j\u00e4ne")),
                refused(
                        "a subject with a line break",
                        UpstreamFault.SUBJECT_INVALID,
                        claims -> claims.put("sub", "a\nb")),
                refused("no expiry", UpstreamFault.EXPIRY_MISSING, claims -> claims.remove("exp")),
                refused("an expiry in words", UpstreamFault.EXPIRY_MISSING, claims -> claims.put("exp", "tomorrow")),
                refused(
                        "an expiry beyond numbers",
                        UpstreamFault.EXPIRY_MISSING,
                        claims -> claims.put("exp", new java.math.BigDecimal("1e400"))),
                refused("expired", UpstreamFault.EXPIRED, claims -> claims.put("exp", NOW - 30)),
                refused("no time of issue", UpstreamFault.ISSUED_AT_MISSING, claims -> claims.remove("iat")),
                refused("issued tomorrow", UpstreamFault.ISSUED_IN_FUTURE, claims -> claims.put("iat", NOW + 86_400)),
                refused(
                        "issued beyond the skew",
                        UpstreamFault.ISSUED_IN_FUTURE,
                        claims -> claims.put("iat", NOW + 31)),
                refused("not valid yet", UpstreamFault.NOT_YET_VALID, claims -> claims.put("nbf", NOW + 31)),
                refused("valid from nonsense", UpstreamFault.NOT_YET_VALID, claims -> claims.put("nbf", "soon")),
                refused("no nonce", UpstreamFault.NONCE_MISMATCH, claims -> claims.remove("nonce")),
                refused("another nonce", UpstreamFault.NONCE_MISMATCH, claims -> claims.put("nonce", "other")),
                refused(
                        "the hash of another access token",
                        UpstreamFault.ACCESS_TOKEN_HASH_WRONG,
                        claims -> claims.put("at_hash", HashUtils.accessTokenHash("RS256", "other"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void rejectsIdTokenWithInvalidOrMissingClaim(String name, UpstreamFault expected, Consumer<ObjectNode> change) {
        ObjectNode claims = TestTokens.claims();
        change.accept(claims);

        assertThat(TestTokens.fault(validate(claims, null))).isEqualTo(expected);
    }

    @Test
    void rejectsStaleLoginWhereFreshLoginWasRequested() {
        ObjectNode claims = TestTokens.claims();
        assertThat(TestTokens.fault(validate(claims, NOW - 60))).isEqualTo(UpstreamFault.AUTHENTICATION_TOO_OLD);

        claims.put("auth_time", NOW - 91);
        assertThat(TestTokens.fault(validate(claims, NOW - 60))).isEqualTo(UpstreamFault.AUTHENTICATION_TOO_OLD);

        claims.put("auth_time", NOW - 90);
        assertThat(TestTokens.value(validate(claims, NOW - 60))).isEqualTo(claims);
    }

    private static Outcome<ObjectNode> validate(ObjectNode claims, @Nullable Long earliestLogin) {
        return new IdTokenValidator(
                        new IdTokenValidator.Expectations(
                                TestTokens.ISSUER,
                                TestTokens.CLIENT,
                                TestTokens.NONCE,
                                earliestLogin,
                                ACCESS_TOKEN,
                                Duration.ofSeconds(30)),
                        NOW)
                .validate(claims, SigningAlgorithm.RS256);
    }

    private static Arguments arguments(String name, Consumer<ObjectNode> change) {
        return Arguments.of(name, change);
    }

    private static Arguments refused(String name, UpstreamFault fault, Consumer<ObjectNode> change) {
        return Arguments.of(name, fault, change);
    }

    @Test
    void acceptsSignedUserInfoWithoutExpiryOrNotYetExpired() {
        assertThat(userInfo(claims -> claims.remove("exp"))).isEmpty();
        assertThat(userInfo(claims -> claims.put("exp", NOW + 1))).isEmpty();
    }

    @Test
    void rejectsSignedUserInfoOfAnotherOrExpired() {
        assertThat(userInfo(claims -> claims.put("iss", "https://evil.example")))
                .contains(UpstreamFault.ISSUER_WRONG);
        assertThat(userInfo(claims -> claims.put("aud", "other"))).contains(UpstreamFault.AUDIENCE_WRONG);
        assertThat(userInfo(claims -> claims.put("exp", NOW))).contains(UpstreamFault.EXPIRED);
        assertThat(userInfo(claims -> claims.put("exp", "tomorrow"))).contains(UpstreamFault.EXPIRED);
    }

    private static Optional<UpstreamFault> userInfo(Consumer<ObjectNode> change) {
        ObjectNode claims = TestTokens.claims();
        change.accept(claims);
        return IdTokenValidator.userInfo(claims, TestTokens.ISSUER, TestTokens.CLIENT, NOW);
    }
}
