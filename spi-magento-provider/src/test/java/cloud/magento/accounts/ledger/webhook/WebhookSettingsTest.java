package cloud.magento.accounts.ledger.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.keycloak.TestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSettingsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void isOffWithoutUrl() {
        assertThat(WebhookSettings.of(TestOptions.of(Map.of()))).isEmpty();
        assertThat(WebhookSettings.of(TestOptions.of(Map.of("url", " ", "secret", ""))))
                .isEmpty();
    }

    @Test
    void sendsEveryRealmWithoutPersonalDataByDefault() {
        WebhookSettings settings = WebhookSettings.of(
                        TestOptions.of(Map.of("url", "https://siem.example/x", "secret", SECRET)))
                .orElseThrow();

        assertThat(settings.sends("shop")).isTrue();
        assertThat(settings.personalData()).isFalse();
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void sendsOnlyNamedRealms() {
        WebhookSettings settings = WebhookSettings.of(TestOptions.of(Map.of(
                        "url", "https://siem.example/x",
                        "secret", SECRET,
                        "realm", "shop, accounts.magento.cloud,",
                        "personal-data", "true")))
                .orElseThrow();

        assertThat(settings.realms()).isEqualTo(Set.of("shop", "accounts.magento.cloud"));
        assertThat(settings.sends("master")).isFalse();
        assertThat(settings.personalData()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "not a URL, --url",
        "siem.example, --url",
        "ftp://siem.example/x, --url",
        "https:///x, --url",
        "https://user:pass@siem.example/x, --url",
        "https://siem.example/x#here, --url",
        "http://siem.example/x, --allow-insecure-url"
    })
    void rejectsUnusableUrlNamingItsOption(String url, String option) {
        assertThatThrownBy(() -> WebhookSettings.of(TestOptions.of(Map.of("url", url, "secret", SECRET))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-events-listener--magento-webhook" + option)
                .hasMessageNotContaining("pass@");
    }

    @Test
    void acceptsInsecureUrlWhereOperatorAllowsIt() {
        WebhookSettings settings = WebhookSettings.of(TestOptions.of(Map.of(
                        "url", "http://siem.example:8088/x?token=t", "secret", SECRET, "allow-insecure-url", "true")))
                .orElseThrow();

        assertThat(settings.receiver()).isEqualTo("http://siem.example:8088");
    }

    @ParameterizedTest
    @CsvSource({
        "https://siem.example/x, short, --secret",
        "https://siem.example/x, '', --secret",
        "'', " + SECRET + ", --url"
    })
    void rejectsShortOrMissingSecretAndMissingUrl(String url, String secret, String option) {
        assertThatThrownBy(() -> WebhookSettings.of(TestOptions.of(Map.of("url", url, "secret", secret))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-events-listener--magento-webhook" + option)
                .hasMessageNotContaining(secret.isEmpty() ? "\0" : secret);
    }

    @Test
    void readsIntervalAndTimeout() {
        WebhookSettings settings = WebhookSettings.of(TestOptions.of(Map.of(
                        "url", "https://siem.example/x",
                        "secret", SECRET,
                        "interval-seconds", "300",
                        "timeout-seconds", "1")))
                .orElseThrow();

        assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "interval-seconds, 0",
        "interval-seconds, 301",
        "interval-seconds, soon",
        "timeout-seconds, -1",
        "timeout-seconds, 121",
        "timeout-seconds, 99999999999"
    })
    void rejectsIntervalOrTimeoutOutOfBoundsNamingItsOption(String option, String value) {
        assertThatThrownBy(() -> WebhookSettings.of(
                        TestOptions.of(Map.of("url", "https://siem.example/x", "secret", SECRET, option, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-events-listener--magento-webhook--" + option);
    }

    @Test
    void keepsSecretOutOfToString() {
        assertThat(WebhookSettings.of(TestOptions.of(Map.of("url", "https://siem.example/x", "secret", SECRET)))
                        .toString())
                .doesNotContain(SECRET);
    }
}
