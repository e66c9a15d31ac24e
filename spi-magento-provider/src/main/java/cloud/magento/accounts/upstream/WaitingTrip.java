package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A trip that found upstream down and came back to its required action: the action's page begins it again by itself
 * once upstream answers, so that whoever leaves the page open goes on where they were.
 */
public final class WaitingTrip {
    private final KeycloakSession session;
    private final AuthenticationSessionModel authSession;
    private final MagentoIdentityProviderConfig provider;
    private final Trip trip;
    private final RecordedRefusal refusal;

    private WaitingTrip(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip,
            RecordedRefusal refusal) {
        this.session = session;
        this.authSession = authSession;
        this.provider = provider;
        this.trip = trip;
        this.refusal = refusal;
    }

    /**
     * To be asked before the failed trip is forgotten; empty where it is not upstream's being down that it failed for,
     * or where it has begun by itself often enough.
     */
    public static Optional<WaitingTrip> of(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            RecordedRefusal refusal) {
        Trip failed = TripNotes.forRetry(authSession);
        return refusal.reason() == ReasonCode.UPSTREAM_UNAVAILABLE
                        && failed.requiredAction() != null
                        && TripRetry.mayBeginByItself(authSession)
                ? Optional.of(new WaitingTrip(session, authSession, provider, failed, refusal))
                : Optional.empty();
    }

    /** The action's page, which asks again by itself. */
    public Response page(Response page) {
        return Response.fromResponse(page)
                .header(
                        TripRetry.REFRESH,
                        TripRetry.refresh(session, authSession, provider, trip, TripRetry.USUAL, refusal))
                .build();
    }
}
