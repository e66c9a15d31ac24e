package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.TestConfigs;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamMetadataTest {

    @Test
    void readsDiscoveryDocument() {
        UpstreamMetadata metadata = TestTokens.value(UpstreamMetadata.published(document(), TestConfigs.good()));

        assertThat(metadata)
                .isEqualTo(new UpstreamMetadata(
                        TestTokens.ISSUER,
                        URI.create("https://upstream.example/auth"),
                        URI.create("https://upstream.example/token"),
                        URI.create("https://upstream.example/keys"),
                        URI.create("https://upstream.example/userinfo"),
                        URI.create("https://upstream.example/logout"),
                        new PushedRequestSupport(URI.create("https://upstream.example/par"), true, true),
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://evil.example, DISCOVERY_ISSUER_WRONG",
        "issuer, https://upstream.example/, DISCOVERY_ISSUER_WRONG",
        "issuer, , DISCOVERY_ISSUER_WRONG",
        "token_endpoint, , DISCOVERY_INCOMPLETE",
        "token_endpoint, http://upstream.example/token, DISCOVERY_INCOMPLETE",
        "token_endpoint, http://localhost/token, DISCOVERY_INCOMPLETE",
        "jwks_uri, file:///etc/passwd, DISCOVERY_INCOMPLETE",
        "authorization_endpoint, javascript:alert(1), DISCOVERY_INCOMPLETE"
    })
    void rejectsDiscoveryDocumentWithWrongIssuerOrEndpoint(String member, String value, UpstreamFault expected) {
        ObjectNode document = document();
        document.put(member, value);

        assertThat(TestTokens.fault(UpstreamMetadata.published(document, TestConfigs.good())))
                .isEqualTo(expected);
    }

    @Test
    void acceptsDiscoveryDocumentWithoutOptionalMembers() {
        ObjectNode document = document();
        document.put("userinfo_endpoint", "http://plain.example/userinfo");
        document.remove("end_session_endpoint");
        document.remove("pushed_authorization_request_endpoint");
        document.remove("require_pushed_authorization_requests");
        document.remove("authorization_response_iss_parameter_supported");

        UpstreamMetadata metadata = TestTokens.value(UpstreamMetadata.published(document, TestConfigs.good()));

        assertThat(metadata.userInfo()).isNull();
        assertThat(metadata.endSession()).isNull();
        assertThat(metadata.pushedRequests()).isEqualTo(PushedRequestSupport.NONE);
        assertThat(metadata.issuerInResponse()).isFalse();
    }

    /** It does not count as absent, which would have requests made plain. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://upstream.example/par",
                "http://169.254.169.254/par",
                "https://0x7f.1/par",
                "file:///etc/passwd",
                "/par"
            })
    void remembersPushEndpointThatMayNotBeCalled(String url) {
        ObjectNode document = document();
        document.put("pushed_authorization_request_endpoint", url);
        document.remove("require_pushed_authorization_requests");

        assertThat(TestTokens.value(UpstreamMetadata.published(document, TestConfigs.good()))
                        .pushedRequests())
                .isEqualTo(new PushedRequestSupport(null, true, false));
    }

    @Test
    void readsPushEndpointThatIsNoText() {
        ObjectNode document = document();
        document.putArray("pushed_authorization_request_endpoint").add("https://upstream.example/par");

        assertThat(TestTokens.value(UpstreamMetadata.published(document, TestConfigs.good()))
                        .pushedRequests())
                .isEqualTo(new PushedRequestSupport(null, true, true));
    }

    @Test
    void prefersConfiguredPushEndpointWithAndWithoutDiscovery() {
        URI url = URI.create("https://other.example/par");
        MagentoIdentityProviderConfig config =
                TestConfigs.with(MagentoIdentityProviderConfig.PUSHED_REQUEST_URL, url.toString());
        assertThat(TestTokens.value(UpstreamMetadata.published(document(), config))
                        .pushedRequests())
                .isEqualTo(new PushedRequestSupport(url, true, true));

        config.getConfig().put(MagentoIdentityProviderConfig.TOKEN_URL, "https://upstream.example/token");
        config.getConfig().put(MagentoIdentityProviderConfig.JWKS_URL, "https://upstream.example/keys");
        assertThat(TestTokens.value(UpstreamMetadata.configured(config)).pushedRequests())
                .isEqualTo(new PushedRequestSupport(url, false, false));
    }

    @Test
    void prefersConfiguredEndpoint() {
        MagentoIdentityProviderConfig config =
                TestConfigs.with(MagentoIdentityProviderConfig.TOKEN_URL, "https://other.example/token");

        assertThat(TestTokens.value(UpstreamMetadata.published(document(), config))
                        .token())
                .isEqualTo(URI.create("https://other.example/token"));
    }

    @Test
    void usesMagentoComSignInPageWithoutDiscovery() {
        MagentoIdentityProviderConfig config = TestConfigs.with(
                MagentoIdentityProviderConfig.DISCOVERY, "false",
                MagentoIdentityProviderConfig.TOKEN_URL, "https://upstream.example/token",
                MagentoIdentityProviderConfig.JWKS_URL, "https://upstream.example/keys");

        assertThat(TestTokens.value(UpstreamMetadata.configured(config)).authorization())
                .isEqualTo(URI.create("https://account.magento.com/applications/customer/login/"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example/.well-known/openid-configuration",
        "https://a.example/, https://a.example/.well-known/openid-configuration",
        "https://a.example/tenant, https://a.example/tenant/.well-known/openid-configuration"
    })
    void locatesDiscoveryDocumentBelowIssuer(String issuer, String location) {
        assertThat(UpstreamMetadata.location(issuer)).isEqualTo(URI.create(location));
    }

    private static ObjectNode document() {
        return TestTokens.json("""
                {"issuer":"https://upstream.example",
                 "authorization_endpoint":"https://upstream.example/auth",
                 "token_endpoint":"https://upstream.example/token",
                 "jwks_uri":"https://upstream.example/keys",
                 "userinfo_endpoint":"https://upstream.example/userinfo",
                 "end_session_endpoint":"https://upstream.example/logout",
                 "pushed_authorization_request_endpoint":"https://upstream.example/par",
                 "require_pushed_authorization_requests":true,
                 "authorization_response_iss_parameter_supported":true}""");
    }
}
