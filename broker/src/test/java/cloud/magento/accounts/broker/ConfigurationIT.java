package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An impossible configuration is refused when it is saved, with a message for its operator, and changes nothing. */
class ConfigurationIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @CsvSource({
        "linkEnforceFrom, first of April",
        "linkRemindFrom, 2021-01-01",
        "linkMaxSkips, -1",
        "linkReportOnly, perhaps",
        "primaryLogin, sometimes",
        "issuer, http://account.magento.com",
        "issuer, not a URL",
        "clientAuthMethod, none",
        "signatureAlgorithms, HS256",
        "upstreamTimeoutMillis, 0"
    })
    void anImpossibleSettingIsRefusedByName(String key, String value) {
        // given
        Map<String, String> before = stage.broker().admin().providerConfig(Broker.PROVIDER);

        // when
        Answer answer = stage.broker().admin().tryToConfigureProvider(Broker.PROVIDER, Map.of(key, value));

        // then
        assertThat(answer.expecting(400).json().get("errorMessage").asText()).contains(key);
        assertThat(stage.broker().admin().providerConfig(Broker.PROVIDER)).isEqualTo(before);
    }

    @Test
    void aSecondProviderOfTheTypeIsRefused() {
        // when
        Answer answer = stage.broker()
                .admin()
                .tryToCreateProvider(Map.of(
                        "alias",
                        "second",
                        "providerId",
                        "magento",
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "issuer", stage.magento().issuer(),
                                "clientId", stage.magento().client().id(),
                                "clientSecret", stage.magento().client().secret())));

        // then
        assertThat(answer.expecting(400).json().get("errorMessage").asText()).isNotBlank();
    }
}
