package cloud.magento.accounts.refusal;

import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamLogin;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Somebody is about to be refused on a page. Recording it writes Keycloak's event, tells the ledger who is known to be
 * concerned, and yields what the page shows. Whether the realm keeps events, and whether the transaction is rolled
 * back, makes no difference to what the reference leads to.
 */
public final class Refusal {
    private final ReasonCode reason;
    private @Nullable String fault;
    private @Nullable UserModel user;
    private @Nullable UpstreamLogin login;

    private Refusal(ReasonCode reason) {
        this.reason = reason;
    }

    public static Refusal because(ReasonCode reason) {
        return new Refusal(reason);
    }

    /** What exactly was wrong with upstream's answer. */
    public Refusal fault(String fault) {
        this.fault = fault;
        return this;
    }

    /**
     * The account that is concerned, whether or not the person has proven to be its owner; null where there is none.
     */
    public Refusal of(@Nullable UserModel user) {
        this.user = user;
        return this;
    }

    /** Who came from upstream; null where nobody did. */
    public Refusal arrivedAs(@Nullable UpstreamLogin login) {
        this.login = login;
        return this;
    }

    /** The same with the error that our own events have, for example {@code magento_already_linked}. */
    public RecordedRefusal record(KeycloakSession session, EventBuilder event) {
        return record(session, event, reason.error());
    }

    /**
     * Records it.
     *
     * @param event what was being done, in the terms of Keycloak's events; it is written with the reason and the
     * reference
     * @param error the event's error
     */
    public RecordedRefusal record(KeycloakSession session, EventBuilder event, String error) {
        String reference = Reference.next();
        if (user != null) {
            event.user(user);
        }
        if (fault != null) {
            event.detail(EventDetails.FAULT, fault);
        }
        event.detail(EventDetails.REASON, reason.id())
                .detail(EventDetails.REFERENCE, reference)
                .error(error);
        session.getKeycloakSessionFactory().publish(new Refused(session, event.getEvent(), login));
        return new RecordedRefusal(reason, reference);
    }
}
