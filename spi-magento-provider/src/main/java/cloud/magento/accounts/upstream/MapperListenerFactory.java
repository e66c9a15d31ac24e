package cloud.magento.accounts.upstream;

import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.spi.Listener;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Refuses a mapper that cannot work when it is saved, by whichever door: by REST, by a partial import, and with a new
 * realm. Of mappers Keycloak tells nobody before they are written, and swallows what a listener throws; so the refusal
 * waits for the end of the transaction, right before its commit. A global listener, so no realm has to name it.
 */
public final class MapperListenerFactory extends GlobalListenerFactory {
    private static final Set<OperationType> WRITTEN = EnumSet.of(OperationType.CREATE, OperationType.UPDATE);
    private static final String ENLISTED = "magento.mappers.judged";

    /** Of a partial import Keycloak tells under the realm, with this for a path. */
    private static final String IMPORTED = org.keycloak.partialimport.ResourceType.IDP_MAPPER.getPath() + "/";

    public MapperListenerFactory() {
        super("magento-mappers");
        follow(MapperListenerFactory::realmCreated);
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new MapperListener(session);
    }

    private static void realmCreated(ProviderEvent event) {
        if (event instanceof RealmModel.RealmPostCreateEvent created) {
            judge(created.getKeycloakSession(), created.getCreatedRealm());
        }
    }

    private static void judge(KeycloakSession session, RealmModel realm) {
        MagentoProvider.in(session, realm).ifPresent(provider -> {
            List<String> problems = MapperCheck.problems(session, realm, provider.getAlias());
            if (!problems.isEmpty()) {
                session.getTransactionManager().setRollbackOnly();
                throw RefusedSettings.because(String.join(" ", problems), Response.Status.BAD_REQUEST);
            }
        });
    }

    private record MapperListener(KeycloakSession session) implements Listener {
        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            if (WRITTEN.contains(event.getOperationType()) && isOfMapper(event)) {
                RealmModel realm = session.realms().getRealm(event.getRealmId());
                if (realm != null && session.getAttribute(ENLISTED) == null) {
                    session.setAttribute(ENLISTED, true);
                    session.getTransactionManager().enlistPrepare(new Judgement(session, realm));
                }
            }
        }

        private static boolean isOfMapper(AdminEvent event) {
            return event.getResourceType() == ResourceType.IDENTITY_PROVIDER_MAPPER
                    || event.getResourceType() == ResourceType.REALM
                            && event.getResourcePath() != null
                            && event.getResourcePath().startsWith(IMPORTED);
        }
    }

    /** All mappers of the provider are judged: which one was written a request may tell otherwise than it is. */
    private static final class Judgement extends AbstractKeycloakTransaction {
        private final KeycloakSession session;
        private final RealmModel realm;

        Judgement(KeycloakSession session, RealmModel realm) {
            this.session = session;
            this.realm = realm;
        }

        @Override
        protected void commitImpl() {
            judge(session, realm);
        }

        @Override
        protected void rollbackImpl() {}
    }
}
