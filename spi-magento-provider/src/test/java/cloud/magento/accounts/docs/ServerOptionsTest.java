package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.LedgerEventListenerFactory;
import cloud.magento.accounts.ledger.webhook.WebhookListenerFactory;
import cloud.magento.accounts.metrics.MetricsListenerFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.provider.ProviderConfigProperty;

class ServerOptionsTest {
    private static final Document REFERENCE = Document.named("configuration.md").section("Options of the server");
    private static final List<EventListenerProviderFactory> FACTORIES =
            List.of(new MetricsListenerFactory(), new WebhookListenerFactory(), new LedgerEventListenerFactory());

    @Test
    void listsEveryOptionWithItsDefaultAndNoOther() {
        Map<String, String> declared = FACTORIES.stream()
                .flatMap(ServerOptionsTest::options)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        Map<String, String> documented = REFERENCE
                .rows()
                .collect(Collectors.toMap(row -> Document.plain(row.get(0)), row -> Document.plain(row.get(1))));

        assertThat(new TreeMap<>(documented)).isEqualTo(new TreeMap<>(declared));
    }

    @Test
    void describesMeaningAndRiskOfEveryOption() {
        assertThat(REFERENCE.rows()).allSatisfy(row -> {
            assertThat(row).as(row.get(0)).hasSize(4);
            assertThat(row.get(2)).as(row.get(0)).isNotBlank();
            assertThat(row.get(3)).as(row.get(0)).isNotBlank();
        });
    }

    private static Stream<Map.Entry<String, String>> options(EventListenerProviderFactory factory) {
        return factory.getConfigMetadata().stream()
                .map(option ->
                        Map.entry("spi-events-listener--" + factory.getId() + "--" + option.getName(), shown(option)));
    }

    private static String shown(ProviderConfigProperty option) {
        @Nullable Object value = option.getDefaultValue();
        return value == null ? "empty" : value.toString();
    }
}
