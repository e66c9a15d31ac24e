package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushedAuthorizationResponseTest {
    private static final String REFERENCE = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";

    @Test
    void readsReferenceAndLifetime() {
        Outcome<PushedAuthorizationResponse> response =
                response(201, "{\"request_uri\":\"" + REFERENCE + "\",\"expires_in\":60}");

        assertThat(TestTokens.value(response)).isEqualTo(new PushedAuthorizationResponse(REFERENCE, 60));
        assertThat(TestTokens.value(response).toString()).doesNotContain(REFERENCE);
    }

    /** Unusual, and yet clear enough. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"request_uri":"urn:uuid:4b1c2a0e-8a57-4c3b-9d53-0a1f6c1e0f5a","expires_in":1,"more":[1]}
            201 | {"request_uri":"https://upstream.example/requests/1?x=y","expires_in":600}
            201 | {"request_uri":"urn:x:1","expires_in":5.0}
            """)
    void acceptsUnusualResponse(int status, String body) {
        assertThat(TestTokens.value(response(status, body)).lifetimeSeconds()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"expires_in\":60}",
                "{\"request_uri\":null,\"expires_in\":60}",
                "{\"request_uri\":\"\",\"expires_in\":60}",
                "{\"request_uri\":\"  \",\"expires_in\":60}",
                "{\"request_uri\":7,\"expires_in\":60}",
                "{\"request_uri\":[\"urn:x:1\"],\"expires_in\":60}",
                "{\"request_uri\":\"reference\",\"expires_in\":60}",
                "{\"request_uri\":\"/requests/1\",\"expires_in\":60}",
                "{\"request_uri\":\"urn:x: 1\",\"expires_in\":60}",
                "{\"request_uri\":\"urn:x:1\\r\\nX: y\",\"expires_in\":60}",
                "{\"request_uri\":\"urn:x:\\u00e9\",\"expires_in\":60}",
                "{\"request_uri\":\"urn:x:1#2\",\"expires_in\":60}",
                "{\"request_uri\":\"urn:x:<1>\",\"expires_in\":60}",
                "{\"request_uri\":\"urn:x:1\"}",
                "{\"request_uri\":\"urn:x:1\",\"expires_in\":0}",
                "{\"request_uri\":\"urn:x:1\",\"expires_in\":-1}",
                "{\"request_uri\":\"urn:x:1\",\"expires_in\":0.4}",
                "{\"request_uri\":\"urn:x:1\",\"expires_in\":\"60\"}",
                "{\"request_uri\":\"urn:x:1\",\"expires_in\":null}",
                "{\"request_uri\":\"urn:x:1\",\"expires_in\":1e400}"
            })
    void rejectsResponseWithoutReferenceOrLifetime(String body) {
        assertThat(TestTokens.fault(response(201, body))).isEqualTo(UpstreamFault.PUSHED_RESPONSE_INVALID);
    }

    @Test
    void limitsLengthOfReference() {
        String longest = "urn:x:" + "a".repeat(PushedAuthorizationResponse.LONGEST - 6);

        assertThat(TestTokens.value(response(201, answer(longest))).requestUri())
                .isEqualTo(longest);
        assertThat(TestTokens.fault(response(201, answer(longest + "a"))))
                .isEqualTo(UpstreamFault.PUSHED_RESPONSE_INVALID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            201 | <html>                                  | NOT_JSON
            201 | [{"request_uri":"urn:x:1"}]             | NOT_JSON
            400 | {"error":"invalid_request"}             | REQUEST_REFUSED
            400 | {"error":"invalid_redirect_uri"}        | REQUEST_REFUSED
            400 | {"error":"invalid_grant"}               | REQUEST_REFUSED
            400 | {"error":["invalid_client"]}            | REQUEST_REFUSED
            400 | {"error":"temporarily_unavailable"}     | ERROR_UNAVAILABLE
            400 | {"error":"unauthorized_client"}         | CLIENT_REFUSED
            400 | {"error":"unmet_authentication_requirements"} | AUTHENTICATION_UNMET
            401 | {"error":"invalid_client"}              | CLIENT_REFUSED
            404 | <html>                                  | NOT_FOUND
            404 | {"error":"invalid_client"}              | CLIENT_REFUSED
            405 | <html>                                  | REQUEST_REFUSED
            413 | {}                                      | REQUEST_REFUSED
            400 | {"request_uri":"urn:x:1","expires_in":60} | REQUEST_REFUSED
            """)
    void mapsErrorToFault(int status, String body, UpstreamFault expected) {
        assertThat(TestTokens.fault(response(status, body))).isEqualTo(expected);
    }

    private static String answer(String reference) {
        return "{\"request_uri\":\"" + reference + "\",\"expires_in\":60}";
    }

    private static Outcome<PushedAuthorizationResponse> response(int status, String body) {
        return PushedAuthorizationResponse.of(status < 300, status, Json.object(body));
    }
}
