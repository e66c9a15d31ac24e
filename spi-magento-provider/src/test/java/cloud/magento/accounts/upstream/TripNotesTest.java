package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.flowstate.TestAuthenticationSessions;
import cloud.magento.accounts.upstream.protocol.PendingRequest;
import org.junit.jupiter.api.Test;
import org.keycloak.sessions.AuthenticationSessionModel;

class TripNotesTest {
    private final AuthenticationSessionModel authSession = TestAuthenticationSessions.empty();

    @Test
    void takesOpenTripOnce() {
        OpenTrip open = open(Trip.backTo("magento-link").expecting("42").hinting("jane@example.com"));

        TripNotes.keepOpen(authSession, open);

        assertThat(TripNotes.takeOpen(authSession)).contains(open);
        assertThat(TripNotes.takeOpen(authSession)).isEmpty();
    }

    @Test
    void recognizesTripThatReturnsToAction() {
        TripNotes.keepOpen(authSession, open(Trip.backTo("magento-link")));

        assertThat(TripNotes.isAwayFromAction(authSession, "state")).isTrue();
        assertThat(TripNotes.isAwayFromAction(authSession, "other")).isFalse();
        TripNotes.keepOpen(authSession, open(Trip.signIn()));
        assertThat(TripNotes.isAwayFromAction(authSession, "state")).isFalse();
    }

    @Test
    void waitsAtActionUntilTripBegins() {
        TripNotes.keepForRetry(authSession, Trip.backTo("magento-link"));
        assertThat(TripNotes.isAwayFromAction(authSession, "any")).isFalse();

        keepWaiting();
        assertThat(TripNotes.isAwayFromAction(authSession, "any")).isTrue();

        TripNotes.keepOpen(authSession, open(Trip.backTo("magento-link")));
        assertThat(TripNotes.isAwayFromAction(authSession, "any")).isFalse();
    }

    @Test
    void waitsAtNoActionForSignIn() {
        TripNotes.keepForRetry(authSession, Trip.signIn());
        keepWaiting();

        assertThat(TripNotes.isAwayFromAction(authSession, "any")).isFalse();
    }

    @Test
    void retriesSignInWhereNoTripIsKept() {
        assertThat(TripNotes.forRetry(authSession)).isEqualTo(Trip.signIn());

        TripNotes.keepForRetry(authSession, Trip.backTo("magento-link").afresh());

        assertThat(TripNotes.forRetry(authSession))
                .isEqualTo(Trip.backTo("magento-link").afresh());
        TripNotes.clear(authSession);
        assertThat(TripNotes.forRetry(authSession)).isEqualTo(Trip.signIn());
    }

    /** As a refusal is kept that was recorded in an earlier request. */
    private void keepWaiting() {
        authSession.setAuthNote(
                "magento.trip.waiting-for", "{\"reason\":\"UPSTREAM_UNAVAILABLE\",\"reference\":\"M-2222-2222\"}");
    }

    private static OpenTrip open(Trip trip) {
        return new OpenTrip(trip, PendingRequest.begin("state", "https://b.example/cb", 60L, 1_000L), 2);
    }
}
