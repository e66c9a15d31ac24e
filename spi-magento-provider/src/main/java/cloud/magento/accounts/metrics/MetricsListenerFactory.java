package cloud.magento.accounts.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.provider.ProviderEventListener;

/** Counts for the metrics endpoint. A global listener, so no realm has to name it. */
public final class MetricsListenerFactory implements EventListenerProviderFactory {
    public static final String ID = "magento-metrics";
    static final String COVERAGE_INTERVAL = "coverage-interval-seconds";
    static final int DEFAULT_COVERAGE_INTERVAL = 300;

    private final List<ProviderEventListener> listeners = new ArrayList<>(List.of(new LinkChangeCounts()));
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new SignInCounts(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {
        int seconds = config.getInt(COVERAGE_INTERVAL, DEFAULT_COVERAGE_INTERVAL);
        if (seconds > 0) {
            listeners.add(new Readings(Duration.ofSeconds(seconds)));
        }
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
        listeners.forEach(factory::register);
    }

    @Override
    public void close() {
        if (factory != null) {
            listeners.forEach(factory::unregister);
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
