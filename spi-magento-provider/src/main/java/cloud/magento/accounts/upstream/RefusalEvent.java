package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.refusal.Refusal;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The trace of a refusal: one event and one log line under one reference, with codes only and nothing of a person. */
final class RefusalEvent {
    private static final Logger LOG = Logger.getLogger(RefusalEvent.class);

    private RefusalEvent() {}

    /** An event about a sign-in through the provider. */
    static EventBuilder in(KeycloakSession session, MagentoIdentityProviderConfig config) {
        return in(session, config.getAlias());
    }

    static EventBuilder in(KeycloakSession session, String alias) {
        RealmModel realm = session.getContext().getRealm();
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.IDENTITY_PROVIDER_LOGIN)
                .detail(Details.IDENTITY_PROVIDER, alias);
    }

    /** Records it, with a log line under the same reference. */
    static RecordedRefusal write(KeycloakSession session, EventBuilder event, UpstreamFault fault) {
        return write(session, event, refusal(fault), fault, Errors.IDENTITY_PROVIDER_LOGIN_FAILURE);
    }

    static RecordedRefusal write(KeycloakSession session, EventBuilder event, UpstreamFault fault, String error) {
        return write(session, event, refusal(fault), fault, error);
    }

    /** To say more of it than the fault. */
    static Refusal refusal(UpstreamFault fault) {
        return Refusal.because(fault.reason()).fault(fault.id());
    }

    static RecordedRefusal write(
            KeycloakSession session, EventBuilder event, Refusal refusal, UpstreamFault fault, String error) {
        RecordedRefusal recorded = refusal.record(session, event, error);
        boolean peoples =
                fault.reason() == ReasonCode.UPSTREAM_ANSWER_STALE || fault.reason() == ReasonCode.UPSTREAM_DENIED;
        LOG.logf(
                peoples ? Logger.Level.INFO : Logger.Level.WARN,
                "Upstream refused: reason=%s fault=%s reference=%s realm=%s",
                fault.reason().id(),
                fault.id(),
                recorded.reference(),
                event.getEvent().getRealmId());
        return recorded;
    }
}
