package cloud.magento.accounts.upstream;

import cloud.magento.accounts.linking.ReasonCode;
import cloud.magento.accounts.pages.Reference;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The trace of a refusal: one event and one log line under one reference, with codes only and nothing of a person. */
final class RefusalEvent {
    static final String REASON = "magento_reason";
    static final String FAULT = "magento_fault";
    static final String REFERENCE = "magento_reference";

    private static final Logger LOG = Logger.getLogger(RefusalEvent.class);

    private RefusalEvent() {}

    /** An event about a sign-in through the provider. */
    static EventBuilder in(KeycloakSession session, MagentoIdentityProviderConfig config) {
        RealmModel realm = session.getContext().getRealm();
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.IDENTITY_PROVIDER_LOGIN)
                .detail(Details.IDENTITY_PROVIDER, config.getAlias());
    }

    /** Writes event and log line and returns the reference they can be found by. */
    static String write(EventBuilder event, UpstreamFault fault) {
        return write(event, fault, Errors.IDENTITY_PROVIDER_LOGIN_FAILURE);
    }

    static String write(EventBuilder event, UpstreamFault fault, String error) {
        String reference = Reference.next();
        event.detail(REASON, fault.reason().id())
                .detail(FAULT, fault.id())
                .detail(REFERENCE, reference)
                .error(error);
        boolean peoples =
                fault.reason() == ReasonCode.UPSTREAM_ANSWER_STALE || fault.reason() == ReasonCode.UPSTREAM_DENIED;
        LOG.logf(
                peoples ? Logger.Level.INFO : Logger.Level.WARN,
                "Upstream refused: reason=%s fault=%s reference=%s realm=%s",
                fault.reason().id(),
                fault.id(),
                reference,
                event.getEvent().getRealmId());
        return reference;
    }
}
