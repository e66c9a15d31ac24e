package cloud.magento.accounts.metrics;

import cloud.magento.accounts.spi.GlobalListenerFactory;
import java.time.Duration;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Counts for the metrics endpoint. A global listener, so no realm has to name it. */
public final class MetricsListenerFactory extends GlobalListenerFactory {
    public static final String ID = "magento-metrics";
    static final String COVERAGE_INTERVAL = "coverage-interval-seconds";
    static final int DEFAULT_COVERAGE_INTERVAL = 300;

    private final OutageGauges outages = new OutageGauges();

    public MetricsListenerFactory() {
        super(ID);
        follow(new LinkChangeCounts());
        follow(outages);
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new SignInCounts(session);
    }

    @Override
    public void init(Config.Scope config) {
        int seconds = config.getInt(COVERAGE_INTERVAL, DEFAULT_COVERAGE_INTERVAL);
        if (seconds > 0) {
            follow(new Readings(Duration.ofSeconds(seconds), outages));
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(COVERAGE_INTERVAL)
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .helpText("How often coverage and the ledger's size are read from the database for their gauges, in"
                        + " seconds. 0: never; there are no such gauges then.")
                .defaultValue(DEFAULT_COVERAGE_INTERVAL)
                .add()
                .build();
    }
}
