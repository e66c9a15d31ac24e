package cloud.magento.accounts.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEventListener;

/**
 * Watches for what wants a realm set up: a realm that comes into being, a provider of ours that is saved, and, which only
 * an admin event tells, one that is created. A global listener, so no realm has to name it.
 */
public final class SetupEventListenerFactory implements EventListenerProviderFactory {
    private final ProviderEventListener listener = new SetupListener();
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new ProviderCreation(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "magento-setup";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
        factory.register(listener);
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.unregister(listener);
        }
    }

    private record ProviderCreation(KeycloakSession session) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {}

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            if (event.getOperationType() == OperationType.CREATE
                    && event.getResourceType() == ResourceType.IDENTITY_PROVIDER) {
                RealmModel realm = session.realms().getRealm(event.getRealmId());
                List<IdentityProviderModel> providers =
                        realm == null ? List.of() : RealmSetup.magentoProviders(session);
                if (realm != null && !providers.isEmpty()) {
                    LinkActionSetup.in(realm).forEach(LinkActionSetup::registerIfMissing);
                    providers.forEach(provider -> PolicyWarnings.of(realm, provider));
                }
            }
        }

        @Override
        public void close() {}
    }
}
