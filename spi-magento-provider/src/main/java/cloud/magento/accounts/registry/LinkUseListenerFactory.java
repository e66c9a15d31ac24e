package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.UpstreamLogin;
import java.time.Instant;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Notes on each link when it was last used and by which address upstream knows the person then, so that links that
 * nobody uses and addresses that went apart can be found. A global listener, so no realm has to name it.
 */
public final class LinkUseListenerFactory implements EventListenerProviderFactory {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new LinkUse(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "magento-link-use";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private record LinkUse(KeycloakSession session) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {
            if (event.getType() == EventType.LOGIN && event.getUserId() != null) {
                ArrivedLogin.in(session).ifPresent(login -> seen(event.getUserId(), login));
            }
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {}

        @Override
        public void close() {}

        private void seen(String userId, UpstreamLogin login) {
            RealmModel realm = session.getContext().getRealm();
            new LinkRegistry(session, realm).seen(userId, login, Instant.ofEpochMilli(Time.currentTimeMillis()));
        }
    }
}
