package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.http.NameValuePair;
import org.apache.http.client.utils.URLEncodedUtils;
import org.junit.jupiter.api.Test;

class AuthorizationRequestTest {
    private static final PendingRequest REQUEST = new PendingRequest(
            "st.ta+te&x", "nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "https://b.example/cb", 60L, 1_000L);

    @Test
    void requestsCodeWithPkceStateAndNonce() {
        URI url = new AuthorizationRequest(
                        URI.create("https://upstream.example/auth?tenant=1"),
                        REQUEST,
                        "broker",
                        "openid email",
                        "login",
                        "jane+tag@example.com",
                        List.of("otp", "urn:x:key"),
                        "nl")
                .url();

        assertThat(parameters(url))
                .containsExactlyInAnyOrder(
                        "tenant=1",
                        "response_type=code",
                        "client_id=broker",
                        "redirect_uri=https://b.example/cb",
                        "scope=openid email",
                        "state=st.ta+te&x",
                        "nonce=nonce",
                        "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                        "code_challenge_method=S256",
                        "prompt=login",
                        "login_hint=jane+tag@example.com",
                        "acr_values=otp urn:x:key",
                        "ui_locales=nl",
                        "max_age=60");
    }

    @Test
    void putsNothingOfPushedRequestIntoAddress() {
        AuthorizationRequest request = new AuthorizationRequest(
                URI.create("https://upstream.example/auth?tenant=1"),
                REQUEST,
                "broker",
                "openid email",
                "login",
                "jane+tag@example.com",
                List.of("otp"),
                "nl");

        assertThat(parameters(request.url("urn:ietf:params:oauth:request_uri:a&b=c#d")))
                .containsExactly(
                        "tenant=1", "client_id=broker", "request_uri=urn:ietf:params:oauth:request_uri:a&b=c#d");
        assertThat(request.parameters())
                .containsEntry("login_hint", "jane+tag@example.com")
                .containsEntry("code_challenge", REQUEST.challenge())
                .doesNotContainKeys("request_uri", "code_verifier", "tenant");
    }

    @Test
    void omitsAbsentParameters() {
        PendingRequest request = new PendingRequest("s", "n", "v", "https://b.example/cb", null, 1_000L);

        URI url = new AuthorizationRequest(
                        URI.create("https://upstream.example/auth"),
                        request,
                        "broker",
                        "openid",
                        null,
                        null,
                        List.of(),
                        "en")
                .url();

        assertThat(url.getQuery()).doesNotContain("prompt", "login_hint", "max_age", "acr_values", "claims");
    }

    @Test
    void usesFreshNonceAndVerifierForEachTrip() {
        PendingRequest one = PendingRequest.begin("s", "r", null, 1_000L);
        PendingRequest other = PendingRequest.begin("s", "r", null, 1_000L);

        assertThat(one.nonce()).isNotEqualTo(other.nonce()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(one.verifier()).isNotEqualTo(other.verifier()).matches("[\\w-]{43,128}");
        assertThat(one.toString()).doesNotContain(one.nonce(), one.verifier());
    }

    @Test
    void countsLoginAgeFromStartOfTrip() {
        assertThat(REQUEST.earliestLogin()).isEqualTo(940L);
        assertThat(PendingRequest.begin("s", "r", null, 1_000L).earliestLogin()).isNull();
    }

    private static List<String> parameters(URI url) {
        return URLEncodedUtils.parse(url, StandardCharsets.UTF_8).stream()
                .map(NameValuePair::toString)
                .toList();
    }
}
