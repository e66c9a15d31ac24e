package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.UpstreamLogin;
import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.spi.Listener;
import cloud.magento.accounts.transaction.AfterCommit;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Notes on each link when it was last used and by which address upstream knows the person then, so that links that
 * nobody uses and addresses that went apart can be found. A global listener, so no realm has to name it.
 */
public final class LinkUseListenerFactory extends GlobalListenerFactory {
    private static final Logger LOG = Logger.getLogger(LinkUseListenerFactory.class);
    private static final UserCacheValue NOTED = new UserCacheValue("magento.seen");

    public LinkUseListenerFactory() {
        super("magento-link-use");
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new LinkUse(session);
    }

    /** What is in the database by way of this node, kept with the account in Keycloak's cache. */
    private record Noted(AtomicReference<@Nullable Sighting> last) {
        Noted() {
            this(new AtomicReference<>());
        }
    }

    private record LinkUse(KeycloakSession session) implements Listener {
        @Override
        public void onEvent(Event event) {
            if (event.getType() == EventType.LOGIN && event.getUserId() != null) {
                ArrivedLogin.in(session).ifPresent(login -> {
                    adopt(event, login);
                    seen(event.getUserId(), login);
                });
            }
        }

        /**
         * A link that only Keycloak's table has, of a time when this software was not in the server, comes into the
         * registry when its person signs in by it. Whatever goes wrong with that is mended another time.
         */
        private void adopt(Event event, UpstreamLogin login) {
            RealmModel realm = session.getContext().getRealm();
            UserModel user = session.users().getUserById(realm, event.getUserId());
            @Nullable
            String alias =
                    event.getDetails() == null ? null : event.getDetails().get(Details.IDENTITY_PROVIDER);
            if (user == null
                    || alias == null
                    || new AccountLinks(session, realm, user).identity(alias).isPresent()
                    || UpstreamIssuer.of(session, alias)
                            .filter(login.identity().issuer()::equals)
                            .isEmpty()) {
                return;
            }
            try {
                KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(),
                        session.getContext(),
                        own -> new LinkAdoption(
                                        own,
                                        own.getContext().getRealm(),
                                        alias,
                                        login.identity().issuer())
                                .adoptOne(user.getId(), login.identity().subject(), session));
                UserCacheValue.forget(session, realm, user);
            } catch (PersistenceException | ModelException e) {
                LOG.warnf("The link of account %s could not be taken into the registry: %s", user.getId(), e);
            }
        }

        /** What was noted of late and has not changed is not sent to the database again. */
        private void seen(String userId, UpstreamLogin login) {
            RealmModel realm = session.getContext().getRealm();
            Sighting now = Sighting.of(login, Instant.ofEpochMilli(Time.currentTimeMillis()));
            @Nullable UserModel user = session.users().getUserById(realm, userId);
            AtomicReference<@Nullable Sighting> noted = user == null
                    ? new AtomicReference<>()
                    : NOTED.get(user, Noted.class, Noted::new).last();
            if (now.isNewsAfter(noted.get())) {
                new LinkRegistry(session, realm).seen(userId, login, now.at());
                AfterCommit.run(session, () -> noted.set(now));
            }
        }
    }
}
