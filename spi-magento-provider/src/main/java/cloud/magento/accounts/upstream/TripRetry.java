package cloud.magento.accounts.upstream;

import cloud.magento.accounts.refusal.RecordedRefusal;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The link by which a person begins a trip again from a page on which it ended. */
final class TripRetry {
    /** Below the callback's address. */
    static final String PATH = "again";

    /** The parameter of the address where a page comes back by itself. */
    static final String WAITING = "waiting";

    /** No header of a standard, but one that every browser follows, with scripts and without. */
    static final String REFRESH = "Refresh";

    /** After how long a page tries again where upstream asked for no other time. */
    static final Duration USUAL = Duration.ofSeconds(10);

    /** So many come back at moments of their own. */
    private static final int SPREAD_SECONDS = 6;

    /** So often a page begins the trip by itself in one sign-in; after that it waits for the person. */
    private static final int MOST_DEPARTURES = 3;

    private TripRetry() {}

    /** Whether a page may still begin the trip by itself in this sign-in. */
    static boolean mayBeginByItself(AuthenticationSessionModel authSession) {
        return TripNotes.departures(authSession) < MOST_DEPARTURES;
    }

    /** What {@link #REFRESH} says on a page that begins the trip again by itself; the page keeps its refusal. */
    static String refresh(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip,
            Duration wait,
            RecordedRefusal refusal) {
        TripNotes.keepWaiting(authSession, refusal);
        long seconds = Math.max(wait.toSeconds(), USUAL.toSeconds())
                + ThreadLocalRandom.current().nextInt(SPREAD_SECONDS);
        return seconds + ";url=" + waitingUrl(session, authSession, provider, trip);
    }

    /**
     * The link. It carries the same one-time code as an answer of upstream's would, so it works in this browser and tab
     * only.
     *
     * @param prompt upstream's {@code prompt} for it, such as {@code login} to be asked who one is, or null as before
     */
    static URI url(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip,
            @Nullable String prompt) {
        String state = BrokerState.of(session, authSession, trip);
        UriBuilder url = path(session, authSession, provider, trip);
        return prompt == null
                ? url.build(state)
                : url.queryParam("prompt", "{prompt}").build(state, prompt);
    }

    /**
     * Where the page comes back by itself: the trip begins again if upstream answers by then, and the page stays if
     * not.
     */
    private static URI waitingUrl(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip) {
        return path(session, authSession, provider, trip)
                .queryParam(WAITING, "true")
                .build(BrokerState.of(session, authSession, trip));
    }

    private static UriBuilder path(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip) {
        TripNotes.keepForRetry(authSession, trip);
        return UriBuilder.fromUri(Urls.identityProviderAuthnResponse(
                        session.getContext().getUri().getBaseUri(),
                        provider.getAlias(),
                        authSession.getRealm().getName()))
                .path(PATH)
                .queryParam("state", "{state}");
    }
}
