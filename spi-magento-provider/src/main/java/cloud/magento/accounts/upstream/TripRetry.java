package cloud.magento.accounts.upstream;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The link by which a person begins a trip again from a page on which it ended. */
final class TripRetry {
    /** Below the callback's address. */
    static final String PATH = "again";

    /** The parameter of {@link #waitingUrl}. */
    static final String WAITING = "waiting";

    private TripRetry() {}

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
    static URI waitingUrl(
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
