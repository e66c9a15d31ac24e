package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationResponseTest {

    @Test
    void returnsCode() {
        assertThat(TestTokens.value(new AuthorizationResponse("abc", null, null, null).code(metadata(false))))
                .isEqualTo("abc");
        assertThat(TestTokens.value(
                        new AuthorizationResponse("abc", null, null, TestTokens.ISSUER).code(metadata(true))))
                .isEqualTo("abc");
    }

    @Test
    void rejectsMixUpByMissingIssuerWhereAnnounced() {
        assertThat(TestTokens.fault(new AuthorizationResponse("abc", null, null, null).code(metadata(true))))
                .isEqualTo(UpstreamFault.RESPONSE_ISSUER_MISSING);
    }

    @Test
    void rejectsMixUpByWrongIssuerEvenInErrorResponse() {
        assertThat(TestTokens.fault(
                        new AuthorizationResponse("abc", null, null, "https://evil.example").code(metadata(false))))
                .isEqualTo(UpstreamFault.RESPONSE_ISSUER_WRONG);
        assertThat(TestTokens.fault(new AuthorizationResponse(null, "access_denied", null, "https://evil.example")
                        .code(metadata(false))))
                .isEqualTo(UpstreamFault.RESPONSE_ISSUER_WRONG);
    }

    @Test
    void rejectsResponseWithNeitherCodeNorError() {
        assertThat(TestTokens.fault(new AuthorizationResponse(null, null, null, null).code(metadata(false))))
                .isEqualTo(UpstreamFault.RESPONSE_INCOMPLETE);
        assertThat(TestTokens.fault(new AuthorizationResponse(" ", null, null, null).code(metadata(false))))
                .isEqualTo(UpstreamFault.RESPONSE_INCOMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, ACCESS_DENIED",
        "login_required, LOGIN_REQUIRED",
        "interaction_required, INTERACTION_REQUIRED",
        "consent_required, INTERACTION_REQUIRED",
        "temporarily_unavailable, ERROR_UNAVAILABLE",
        "server_error, ERROR_UNAVAILABLE",
        "unauthorized_client, CLIENT_REFUSED",
        "invalid_scope, REQUEST_REFUSED",
        "invalid_request_uri, REQUEST_REFUSED",
        "<script>, ERROR_UNKNOWN"
    })
    void mapsOAuthErrorToFault(String error, UpstreamFault expected) {
        assertThat(TestTokens.fault(new AuthorizationResponse("abc", error, null, null).code(metadata(false))))
                .isEqualTo(expected);
    }

    @Test
    void asksToRestartAfterSignInTimeoutAtUpstreamKeycloak() {
        assertThat(new AuthorizationResponse(null, "temporarily_unavailable", "authentication_expired", null)
                        .asksToBeginAgain())
                .isTrue();
        assertThat(new AuthorizationResponse(null, "temporarily_unavailable", null, null).asksToBeginAgain())
                .isFalse();
    }

    @Test
    void asksToRestartWhenPushedRequestExpired() {
        assertThat(new AuthorizationResponse(null, "invalid_request_uri", null, null).asksToBeginAgain())
                .isTrue();
        assertThat(new AuthorizationResponse(null, "invalid_request", null, null).asksToBeginAgain())
                .isFalse();
    }

    private static UpstreamMetadata metadata(boolean issuerInResponse) {
        URI url = URI.create("https://upstream.example/x");
        return new UpstreamMetadata(
                TestTokens.ISSUER, url, url, url, null, null, PushedRequestSupport.NONE, issuerInResponse);
    }
}
