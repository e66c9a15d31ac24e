package cloud.magento.accounts.setup;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEventListener;

/**
 * Watches for what wants a realm set up: a realm that comes into being, a provider of ours that is saved, and, which
 * only an admin event tells, one that is created and a realm that gets another name. A global listener, so no realm has
 * to name it.
 */
public final class SetupEventListenerFactory implements EventListenerProviderFactory {
    /** Of a partial import Keycloak tells under the realm. */
    private static final Set<ResourceType> WATCHED = EnumSet.of(ResourceType.IDENTITY_PROVIDER, ResourceType.REALM);

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
            boolean written = event.getOperationType() == OperationType.CREATE
                    || event.getOperationType() == OperationType.UPDATE;
            if (!written || !WATCHED.contains(event.getResourceType())) {
                return;
            }
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            if (realm != null) {
                written(event, realm);
            }
        }

        private void written(AdminEvent event, RealmModel realm) {
            RealmSetup.complete(session, realm);
            if (event.getResourceType() == ResourceType.REALM) {
                new PageClientSetup(realm).followName();
            }
        }

        @Override
        public void close() {}
    }
}
