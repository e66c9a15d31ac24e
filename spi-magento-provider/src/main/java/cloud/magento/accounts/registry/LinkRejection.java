package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamIdentity;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The trace of a change of a link that was refused: the transaction is marked for rollback, since some of Keycloak's
 * paths swallow the exception that follows, and an event tells why. Code that shows one of our pages writes the event
 * itself, with the reference on that page.
 */
final class LinkRejection {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final UpstreamIdentity identity;

    LinkRejection(KeycloakSession session, RealmModel realm, UserModel user, UpstreamIdentity identity) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.identity = identity;
    }

    void link(ReasonCode reason) {
        write(EventType.FEDERATED_IDENTITY_LINK, reason);
    }

    void unlink(ReasonCode reason) {
        write(EventType.REMOVE_FEDERATED_IDENTITY, reason);
    }

    private void write(EventType type, ReasonCode reason) {
        session.getTransactionManager().setRollbackOnly();
        session.getKeycloakSessionFactory().publish(new LinkRefused(session, realm, user, identity, reason));
        if (Caller.of(session) != Caller.SERVER) {
            new EventBuilder(realm, session, session.getContext().getConnection())
                    .event(type)
                    .user(user)
                    .detail(EventDetails.REASON, reason.id())
                    .error(reason.error());
        }
    }
}
