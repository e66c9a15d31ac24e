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
        TripNotes.keepForRetry(authSession, trip);
        UriBuilder url = UriBuilder.fromUri(Urls.identityProviderAuthnResponse(
                        session.getContext().getUri().getBaseUri(),
                        provider.getAlias(),
                        authSession.getRealm().getName()))
                .path(PATH)
                .queryParam("state", "{state}");
        String state = BrokerState.of(session, authSession, trip);
        return prompt == null
                ? url.build(state)
                : url.queryParam("prompt", "{prompt}").build(state, prompt);
    }
}
