package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogoutTokenValidatorTest {
    private static final long NOW = TestTokens.NOW;

    @Test
    void acceptsLogoutTokenWithSubjectAndSession() {
        assertThat(TestTokens.value(validate(order())))
                .isEqualTo(new LogoutTokenValidator.LogoutToken("id-1", "248289761001", "08a5019c"));
    }

    @Test
    void acceptsLogoutTokenWithSubjectOrSessionAlone() {
        assertThat(TestTokens.value(validate(without("sid"))).sessionId()).isNull();
        assertThat(TestTokens.value(validate(without("sub"))).subject()).isNull();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                refused(
                        "another issuer",
                        UpstreamFault.ISSUER_WRONG,
                        claims -> claims.put("iss", "https://evil.example")),
                refused("another audience", UpstreamFault.AUDIENCE_WRONG, claims -> claims.put("aud", "other")),
                refused("no expiry", UpstreamFault.EXPIRY_MISSING, claims -> claims.remove("exp")),
                refused("expired", UpstreamFault.EXPIRED, claims -> claims.put("exp", NOW - 31)),
                refused("no time of issue", UpstreamFault.ISSUED_AT_MISSING, claims -> claims.remove("iat")),
                refused("issued tomorrow", UpstreamFault.ISSUED_IN_FUTURE, claims -> claims.put("iat", NOW + 86_400)),
                refused(
                        "issued longer ago than token ids are remembered",
                        UpstreamFault.ISSUED_TOO_LONG_AGO,
                        claims -> claims.put("iat", NOW - 601)),
                refused("no event", UpstreamFault.LOGOUT_TOKEN_INVALID, claims -> claims.remove("events")),
                refused(
                        "another event",
                        UpstreamFault.LOGOUT_TOKEN_INVALID,
                        claims -> claims.putObject("events").putObject("http://schemas.openid.net/event/other")),
                refused(
                        "a nonce, as ID tokens have",
                        UpstreamFault.LOGOUT_TOKEN_INVALID,
                        claims -> claims.put("nonce", "n")),
                refused("no token id", UpstreamFault.LOGOUT_TOKEN_INVALID, claims -> claims.remove("jti")),
                refused(
                        "an endless token id",
                        UpstreamFault.LOGOUT_TOKEN_INVALID,
                        claims -> claims.put("jti", "x".repeat(300))),
                refused("a subject that is none", UpstreamFault.LOGOUT_TOKEN_INVALID, claims -> claims.put("sub", 7.5)),
                refused("a session that is none", UpstreamFault.LOGOUT_TOKEN_INVALID, claims -> claims.put("sid", "")),
                refused("nobody named", UpstreamFault.LOGOUT_TOKEN_INVALID, claims -> {
                    claims.remove("sid");
                    claims.remove("sub");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void rejectsLogoutTokenWithInvalidOrMissingClaim(String name, UpstreamFault expected, Consumer<ObjectNode> change) {
        ObjectNode claims = order();
        change.accept(claims);

        assertThat(TestTokens.fault(validate(claims))).isEqualTo(expected);
    }

    @Test
    void rejectsIdTokenAsLogoutToken() {
        assertThat(TestTokens.fault(validate(TestTokens.claims()))).isEqualTo(UpstreamFault.LOGOUT_TOKEN_INVALID);
    }

    private static Outcome<LogoutTokenValidator.LogoutToken> validate(ObjectNode claims) {
        return new LogoutTokenValidator(TestTokens.ISSUER, TestTokens.CLIENT, Duration.ofSeconds(30), NOW)
                .validate(claims);
    }

    private static ObjectNode order() {
        return TestTokens.json("""
                {"iss":"https://upstream.example","aud":"broker","sub":"248289761001","sid":"08a5019c","jti":"id-1",
                 "iat":1700000000,"exp":1700000120,
                 "events":{"http://schemas.openid.net/event/backchannel-logout":{}}}""");
    }

    private static ObjectNode without(String claim) {
        ObjectNode claims = order();
        claims.remove(claim);
        return claims;
    }

    private static Arguments refused(String name, UpstreamFault fault, Consumer<ObjectNode> change) {
        return Arguments.of(name, fault, change);
    }

    @Test
    void acceptsLogoutTokenAtEachLimit() {
        assertThat(TestTokens.value(validate(with(claims -> claims.put("exp", NOW - 29)))))
                .isNotNull();
        assertThat(TestTokens.value(validate(with(claims -> claims.put("iat", NOW + 30)))))
                .isNotNull();
        assertThat(TestTokens.value(validate(with(claims -> claims.put("iat", NOW - 600)))))
                .isNotNull();
        assertThat(TestTokens.value(validate(with(claims -> claims.put("jti", "x".repeat(255)))))
                        .tokenId())
                .hasSize(255);
        assertThat(TestTokens.value(validate(with(claims -> claims.put("sid", "x".repeat(255)))))
                        .sessionId())
                .hasSize(255);
    }

    @Test
    void rejectsLogoutTokenJustBeyondEachLimit() {
        assertThat(TestTokens.fault(validate(with(claims -> claims.put("exp", NOW - 30)))))
                .isEqualTo(UpstreamFault.EXPIRED);
        assertThat(TestTokens.fault(validate(with(claims -> claims.put("iat", NOW + 31)))))
                .isEqualTo(UpstreamFault.ISSUED_IN_FUTURE);
        assertThat(TestTokens.fault(validate(with(claims -> claims.put("jti", "x".repeat(256))))))
                .isEqualTo(UpstreamFault.LOGOUT_TOKEN_INVALID);
        assertThat(TestTokens.fault(validate(with(claims -> claims.put("sid", "x".repeat(256))))))
                .isEqualTo(UpstreamFault.LOGOUT_TOKEN_INVALID);
    }

    private static ObjectNode with(Consumer<ObjectNode> change) {
        ObjectNode claims = order();
        change.accept(claims);
        return claims;
    }
}
