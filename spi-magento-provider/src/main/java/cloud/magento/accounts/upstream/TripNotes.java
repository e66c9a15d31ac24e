package cloud.magento.accounts.upstream;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.refusal.RecordedRefusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What an authentication session knows of its trips: the one that is under way, what the last one brought back to its
 * required action, and which one may begin again. There is one of each at a time, and a trip that is under way is taken
 * out by the first response, so that an old trip's secrets never serve a later one.
 */
final class TripNotes {
    private static final Note<OpenTrip> OPEN = Note.named("magento.trip", OpenTrip.class);
    private static final Note<Trip> AGAIN = Note.named("magento.trip.again", Trip.class);
    private static final Note<Waiting> WAITING = Note.named("magento.trip.waiting", Waiting.class);
    private static final String WAITING_FOR = "magento.trip.waiting-for";
    private static final String FAILED = "magento.trip.failed";
    private static final String ARRIVED = "magento.trip.arrived";

    private TripNotes() {}

    static void keepOpen(AuthenticationSessionModel authSession, OpenTrip trip) {
        OPEN.keep(authSession, trip);
    }

    static Optional<OpenTrip> takeOpen(AuthenticationSessionModel authSession) {
        return OPEN.take(authSession);
    }

    /**
     * Whether the session is on a trip with this state that is to come back to a required action, or at the action's
     * page that begins such a trip again by itself.
     */
    static boolean isAwayFromAction(AuthenticationSessionModel authSession, String state) {
        return waitsAtAction(authSession)
                || OPEN.kept(authSession)
                        .filter(open -> open.isAwayFromAction(state))
                        .isPresent();
    }

    /** Whether no trip is under way and the last one, back to a required action, waits to begin again. */
    static boolean waitsAtAction(AuthenticationSessionModel authSession) {
        return OPEN.kept(authSession).isEmpty()
                && waitingFor(authSession).isPresent()
                && forRetry(authSession).requiredAction() != null;
    }

    static void keepArrival(AuthenticationSessionModel authSession, BrokeredIdentityContext identity) {
        SerializedBrokeredIdentityContext.serialize(identity).saveToAuthenticationSession(authSession, ARRIVED);
    }

    static @Nullable SerializedBrokeredIdentityContext arrival(AuthenticationSessionModel authSession) {
        return SerializedBrokeredIdentityContext.readFromAuthenticationSession(authSession, ARRIVED);
    }

    static void keepFailure(AuthenticationSessionModel authSession, RecordedRefusal refusal) {
        refusal.keep(authSession, FAILED);
    }

    static Optional<RecordedRefusal> failure(AuthenticationSessionModel authSession) {
        return RecordedRefusal.kept(authSession, FAILED);
    }

    static void keepForRetry(AuthenticationSessionModel authSession, Trip trip) {
        AGAIN.keep(authSession, trip);
    }

    /** The trip that ended on the refusal page and may begin again. */
    static Trip forRetry(AuthenticationSessionModel authSession) {
        return AGAIN.kept(authSession).orElseGet(Trip::signIn);
    }

    /**
     * A page that comes back by itself.
     *
     * @param departures how often it began the trip again by itself
     */
    record Waiting(int departures) {}

    /** The refusal that the page shows stays the same for as long as it waits. */
    static void keepWaiting(AuthenticationSessionModel authSession, RecordedRefusal refusal) {
        refusal.keep(authSession, WAITING_FOR);
    }

    /** What a page that waits has told of. */
    static Optional<RecordedRefusal> waitingFor(AuthenticationSessionModel authSession) {
        return RecordedRefusal.kept(authSession, WAITING_FOR);
    }

    /** How often the trip was begun again by itself in this sign-in. */
    static int departures(AuthenticationSessionModel authSession) {
        return WAITING.kept(authSession).map(Waiting::departures).orElse(0);
    }

    static void keepDepartures(AuthenticationSessionModel authSession, int departures) {
        WAITING.keep(authSession, new Waiting(departures));
    }

    /** Forgets what the last trip brought, and a trip that is still under way. */
    static void clear(AuthenticationSessionModel authSession) {
        OPEN.forget(authSession);
        AGAIN.forget(authSession);
        authSession.removeAuthNote(FAILED);
        authSession.removeAuthNote(ARRIVED);
    }
}
