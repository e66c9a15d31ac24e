package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndSessionRequestTest {
    private static final URI BACK =
            URI.create("https://accounts.example/realms/r/broker/magento/endpoint/logout_response");

    @Test
    void sendsClientIdRedirectUriStateAndIdTokenHint() {
        assertThat(url("https://magento.example/logout?tenant=ab", "a.b.c"))
                .hasToString("https://magento.example/logout?tenant=ab&client_id=us&post_logout_redirect_uri="
                        + "https%3A%2F%2Faccounts.example%2Frealms%2Fr%2Fbroker%2Fmagento%2Fendpoint%2Flogout_response"
                        + "&state=s%2Ft&id_token_hint=a.b.c");
    }

    @Test
    void omitsAbsentIdTokenHint() {
        assertThat(url("https://magento.example/logout", null).getQuery()).doesNotContain("id_token_hint");
    }

    @Test
    void omitsOversizedIdTokenHint() {
        // given
        String longest = "t".repeat(EndSessionRequest.LONGEST_HINT);

        // then
        assertThat(url("https://magento.example/logout", longest).getQuery()).endsWith("&id_token_hint=" + longest);
        assertThat(url("https://magento.example/logout", longest + "t").getQuery())
                .doesNotContain("id_token_hint");
    }

    @Test
    void omitsIdTokenHintThatMakesUrlOversized() {
        // given
        String endpoint = "https://magento.example/logout?tenant=" + "x".repeat(3000);

        // then
        assertThat(url(endpoint, "t".repeat(2000)).toString())
                .doesNotContain("id_token_hint")
                .hasSizeLessThan(EndSessionRequest.LONGEST_URL);
    }

    @Test
    void keepsTokenOutOfLogs() {
        assertThat(new EndSessionRequest(URI.create("https://magento.example"), "us", BACK, "s", "a.b.c"))
                .hasToString("EndSessionRequest");
    }

    private static URI url(String endpoint, @Nullable String idToken) {
        return new EndSessionRequest(URI.create(endpoint), "us", BACK, "s/t", idToken).url();
    }
}
