package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The distribution that {@code ./start} runs, as it is after its first start. */
class BrokerSmokeIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private final Http http = new Http();

    @Test
    void servesOpenIdMetadataOfRealm() {
        // when
        JsonNode metadata = http.get(stage.broker().realmUrl("/.well-known/openid-configuration"))
                .expecting(200)
                .json();

        // then
        assertThat(metadata.get("issuer").asText())
                .isEqualTo(stage.broker().realmUrl("").toString());
    }

    @Test
    void redirectsShortcutToAccountPageInRequestedLanguage() {
        // when
        Answer answer = http.get(stage.broker().url("/user?kc_locale=nl"));

        // then
        assertThat(answer.location()).isEqualTo(stage.broker().realmUrl("/magento/user?kc_locale=nl"));
    }

    @Test
    void redirectsRootToAccountPage() {
        assertThat(http.follow(stage.broker().url("/")).expecting(200).body())
                .contains("kc-form-login")
                .contains("social-magento");
        assertThat(http.get(stage.broker().url("/admin/")).location())
                .as("the admin console stays where it is")
                .isEqualTo(stage.broker().url("/admin/master/console/"));
    }

    @Test
    void redirectsAccountPageToSignIn() {
        // when
        Answer answer = http.follow(stage.broker().accountPage());

        // then
        assertThat(answer.expecting(200).body()).contains("kc-form-login").contains("social-magento");
    }

    @Test
    void servesHealthAndMetrics() {
        // when
        Answer health = http.get(stage.broker().management("/health/ready"));
        Answer metrics = http.get(stage.broker().management("/metrics"));

        // then
        assertThat(health.expecting(200).json().get("status").asText()).isEqualTo("UP");
        assertThat(metrics.expecting(200).body()).contains("jvm_");
    }

    @Test
    void enforcesProviderAndMasksClientSecret() {
        // when
        JsonNode provider = stage.broker().admin().get("/identity-provider/instances/" + Broker.PROVIDER);

        // then
        assertThat(provider.get("providerId").asText()).isEqualTo("magento");
        assertThat(provider.get("displayName").asText()).isEqualTo("Magento.com");
        JsonNode config = provider.get("config");
        assertThat(config.get("issuer").asText()).isEqualTo(stage.magento().issuer());
        assertThat(config.get("linkReportOnly").asText()).isEqualTo("false");
        assertThat(config.get("clientSecret").asText()).isEqualTo("**********");
    }

    @Test
    void omitsDemoRealmWhenUpstreamIsConfigured() {
        // when
        Answer answer = http.get(stage.broker().url("/realms/" + Broker.DEMO_UPSTREAM_REALM));

        // then
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        // when
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        // then
        assertThat(others).allSatisfy(address -> {
            assertThat(listens(address, stage.broker().url("/").getPort())).isFalse();
            assertThat(listens(address, stage.broker().management("/").getPort()))
                    .isFalse();
        });
    }

    private static boolean listens(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
