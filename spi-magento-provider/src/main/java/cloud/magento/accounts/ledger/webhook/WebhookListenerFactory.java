package cloud.magento.accounts.ledger.webhook;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Sends the ledger where the server's options say; off unless they do. It stands among the event listeners since
 * operators look for such options there, but listens to none: the ledger itself tells what there is to send.
 */
public final class WebhookListenerFactory implements EventListenerProviderFactory {
    public static final String ID = "magento-webhook";

    private @Nullable KeycloakSessionFactory factory;
    private @Nullable WebhookScheduler rounds;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Deaf();
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
        Optional<WebhookSettings> settings = WebhookSettings.of(config);
        rounds = settings.isPresent() ? new WebhookScheduler(settings.get()) : null;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        if (rounds != null) {
            this.factory = factory;
            factory.register(rounds);
        }
    }

    @Override
    public void close() {
        if (rounds != null) {
            if (factory != null) {
                factory.unregister(rounds);
            }
            rounds.close();
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return WebhookProperties.ALL;
    }

    private static final class Deaf implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {}

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {}

        @Override
        public void close() {}
    }
}
