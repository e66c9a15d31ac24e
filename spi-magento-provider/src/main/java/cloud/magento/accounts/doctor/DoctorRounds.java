package cloud.magento.accounts.doctor;

import cloud.magento.accounts.transaction.AfterCompletion;
import cloud.magento.accounts.upstream.MagentoIdentityProviderFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.timer.TimerProvider;

/**
 * When the doctor looks at a realm for the log: at the server's start, once what may have changed something is
 * committed, and from time to time, since other nodes, and whoever writes into the database, tell nothing.
 */
final class DoctorRounds implements ProviderEventListener {
    private static final Logger LOG = Logger.getLogger(DoctorRounds.class);
    private static final String NAME = "magento-doctor";
    private static final Duration EVERY = Duration.ofMinutes(5);

    /** Who makes a thousand clients one by one is not examined a thousand times; the next round finds what is left. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** What an administrator changes that a check looks at. Of a partial import Keycloak tells under the realm. */
    private static final Set<ResourceType> WATCHED = EnumSet.of(
            ResourceType.REALM,
            ResourceType.IDENTITY_PROVIDER,
            ResourceType.IDENTITY_PROVIDER_MAPPER,
            ResourceType.CLIENT,
            ResourceType.AUTH_FLOW,
            ResourceType.AUTH_EXECUTION,
            ResourceType.AUTH_EXECUTION_FLOW,
            ResourceType.REQUIRED_ACTION,
            ResourceType.COMPONENT);

    private final DoctorLog log;
    private final Map<String, Long> looked = new ConcurrentHashMap<>();

    DoctorRounds(DoctorLog log) {
        this.log = log;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            started(started.getFactory());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            lookAfter(created.getKeycloakSession(), created.getCreatedRealm().getId());
        } else if (event instanceof RealmModel.IdentityProviderUpdatedEvent saved
                && MagentoIdentityProviderFactory.ID.equals(
                        saved.getUpdatedIdentityProvider().getProviderId())) {
            lookAfter(saved.getKeycloakSession(), saved.getRealm().getId());
        } else if (event instanceof RealmModel.RealmRemovedEvent gone) {
            log.forget(gone.getRealm().getId());
            looked.remove(gone.getRealm().getId());
        }
    }

    /** For what administrators change. */
    EventListenerProvider of(KeycloakSession session) {
        return new AdminChanges(session, this);
    }

    private void started(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            all(session);
            session.getProvider(TimerProvider.class).scheduleTask(this::all, EVERY.toMillis(), NAME);
        });
    }

    private void all(KeycloakSession session) {
        session.realms().getRealmsStream().toList().forEach(realm -> log.look(session, realm));
    }

    private void lookAfter(KeycloakSession session, String realmId) {
        looked.put(realmId, System.nanoTime());
        AfterCompletion.run(
                session,
                own -> {
                    RealmModel realm = own.realms().getRealm(realmId);
                    if (realm != null) {
                        log.look(own, realm);
                    }
                },
                failed -> LOG.warnf(failed, "The doctor could not look at realm %s; the next round does", realmId));
    }

    private void lookAfterPause(KeycloakSession session, String realmId) {
        Long before = looked.get(realmId);
        if (before == null || System.nanoTime() - before > PAUSE.toNanos()) {
            lookAfter(session, realmId);
        }
    }

    private record AdminChanges(KeycloakSession session, DoctorRounds rounds) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {}

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            if (event.getRealmId() != null && WATCHED.contains(event.getResourceType())) {
                if (event.getResourceType() == ResourceType.IDENTITY_PROVIDER) {
                    rounds.lookAfter(session, event.getRealmId());
                } else {
                    rounds.lookAfterPause(session, event.getRealmId());
                }
            }
        }

        @Override
        public void close() {}
    }
}
