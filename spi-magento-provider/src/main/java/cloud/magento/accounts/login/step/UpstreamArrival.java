package cloud.magento.accounts.login.step;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.UpstreamOwner;
import cloud.magento.accounts.evaluation.UpstreamSession;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.refusal.Refusal;
import cloud.magento.accounts.registry.ArrivedLogin;
import cloud.magento.accounts.upstream.DeclaredOutage;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.upstream.TripResult;
import cloud.magento.accounts.upstream.UpstreamTrips;
import cloud.magento.accounts.upstream.WaitingTrip;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a trip to upstream has brought back to a required action: somebody, a refusal, or nothing yet. */
public final class UpstreamArrival {
    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final AccountEvaluation evaluation;

    private @Nullable WaitingTrip waiting;

    public UpstreamArrival(RequiredActionContext context, AccountEvaluation evaluation) {
        this.context = context;
        this.session = context.getSession();
        this.evaluation = evaluation;
    }

    /** The page of a required action for each end of a trip. */
    public interface Pages {
        /** No trip has come back. */
        void ask();

        /** The last trip failed; it is forgotten. */
        void askAfter(RecordedRefusal refusal);

        /** Somebody came. It stays so until {@link #forget}, so a page can be loaded again. */
        void show(BrokeredIdentityContext identity);
    }

    /** Goes on with the page for what the last trip brought. */
    public void goOn(Pages pages) {
        Optional<TripResult> result = UpstreamTrips.result(session, authSession());
        if (result.isPresent() && result.get() instanceof TripResult.Failed failed) {
            waiting = WaitingTrip.of(session, authSession(), evaluation.provider(), failed.refusal())
                    .orElse(null);
            forget();
            pages.askAfter(failed.refusal());
        } else if (result.isPresent() && result.get() instanceof TripResult.Arrived arrived) {
            pages.show(arrived.identity());
        } else {
            pages.ask();
        }
    }

    /**
     * What the page of an action that has to ask is given: whether Magento.com is switched off, the outage that is
     * declared, and whether the page begins the failed trip again by itself.
     */
    public void tellOfUpstream(Map<String, Object> data) {
        data.put("upstreamDisabled", !evaluation.provider().isEnabled());
        data.put("waits", waiting != null);
        DeclaredOutage.in(session, context.getRealm()).ifPresent(outage -> outage.show(data));
    }

    /** Has the page begin the trip again by itself where it failed because upstream is down. */
    public Response asking(Response page) {
        return waiting == null ? page : waiting.page(page);
    }

    /** Who came, or empty where nobody did. */
    public Optional<BrokeredIdentityContext> identity() {
        return UpstreamTrips.result(session, authSession())
                .filter(TripResult.Arrived.class::isInstance)
                .map(result -> ((TripResult.Arrived) result).identity());
    }

    /** Whether the identity belongs to another account. */
    public boolean isOfAnotherAccount(BrokeredIdentityContext identity) {
        return new UpstreamOwner(session, context.getRealm(), evaluation.provider())
                .isOtherThan(context.getUser(), identity);
    }

    /** Records that whoever came is refused. */
    public RecordedRefusal refuse(ReasonCode reason) {
        return Refusal.because(reason)
                .of(context.getUser())
                .arrivedAs(ArrivedLogin.in(session).orElse(null))
                .record(session, context.getEvent().clone(), Errors.FEDERATED_IDENTITY_EXISTS);
    }

    /** The response that takes the browser to upstream, in place of any trip before. */
    public Response startTrip(Trip trip) {
        return UpstreamTrips.startTrip(session, authSession(), evaluation.provider(), trip);
    }

    /** The sign-in counts as come through upstream from here on. */
    public void openSession(BrokeredIdentityContext identity) {
        UpstreamSession.open(authSession(), identity);
        forget();
    }

    /** Forgets what any trip brought, and one that is still under way. */
    public void forget() {
        UpstreamTrips.clear(authSession());
    }

    private AuthenticationSessionModel authSession() {
        return context.getAuthenticationSession();
    }
}
