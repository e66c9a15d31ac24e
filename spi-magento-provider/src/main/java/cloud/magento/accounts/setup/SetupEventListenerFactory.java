package cloud.magento.accounts.setup;

import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.spi.Listener;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Watches for what wants a realm set up: a realm that comes into being, a provider of ours that is saved, and, which
 * only an admin event tells, one that is created and a realm that gets another name. A global listener, so no realm has
 * to name it.
 */
public final class SetupEventListenerFactory extends GlobalListenerFactory {
    /** Of a partial import Keycloak tells under the realm. */
    private static final Set<ResourceType> WATCHED = EnumSet.of(ResourceType.IDENTITY_PROVIDER, ResourceType.REALM);

    public SetupEventListenerFactory() {
        super("magento-setup");
        follow(new SetupListener());
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new ProviderCreation(session);
    }

    private record ProviderCreation(KeycloakSession session) implements Listener {
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
    }
}
