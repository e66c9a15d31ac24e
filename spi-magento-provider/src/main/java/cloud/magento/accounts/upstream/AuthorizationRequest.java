package cloud.magento.accounts.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.http.client.utils.URIBuilder;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The URL that a browser is sent to: an authorization code request with PKCE, state and nonce.
 *
 * <p>{@code acr_values} of the application are not handed on, since their names mean something in this realm only;
 * {@code claims} is never sent.
 *
 * @param endpoint upstream's authorization endpoint
 * @param trip the trip, which holds state, nonce and the challenge's verifier
 * @param clientId who asks
 * @param scopes for what
 * @param prompt {@code prompt}, or null
 * @param loginHint {@code login_hint}, or null
 * @param uiLocale {@code ui_locales}, a language tag
 */
record AuthorizationRequest(
        URI endpoint,
        OpenTrip trip,
        String clientId,
        String scopes,
        @Nullable String prompt,
        @Nullable String loginHint,
        String uiLocale) {

    private static final Set<String> HANDED_ON = Set.of("login", "select_account", "create");

    /**
     * Which {@code prompt} a trip goes with: its own before the configured one before the application's. An application's
     * wish counts only for a sign-in, and only where upstream can fulfil it; consent is between the application and us.
     *
     * @param passive whether the application allows no page at all
     */
    static Optional<String> prompt(Trip trip, Optional<String> configured, @Nullable String clients, boolean passive) {
        if (trip.prompt() != null) {
            return Optional.of(trip.prompt());
        }
        if (passive && trip.requiredAction() == null) {
            return Optional.of("none");
        }
        return configured.or(() -> Optional.ofNullable(clients)
                .filter(prompt -> trip.requiredAction() == null && HANDED_ON.contains(prompt)));
    }

    URI url() {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2Constants.RESPONSE_TYPE, OAuth2Constants.CODE);
        parameters.put(OAuth2Constants.CLIENT_ID, clientId);
        parameters.put(OAuth2Constants.REDIRECT_URI, trip.redirectUri());
        parameters.put(OAuth2Constants.SCOPE, scopes);
        parameters.put(OAuth2Constants.STATE, trip.state());
        parameters.put(OIDCLoginProtocol.NONCE_PARAM, trip.nonce());
        parameters.put(OAuth2Constants.CODE_CHALLENGE, trip.challenge());
        parameters.put(OAuth2Constants.CODE_CHALLENGE_METHOD, OAuth2Constants.PKCE_METHOD_S256);
        parameters.put(OAuth2Constants.PROMPT, prompt);
        parameters.put(OIDCLoginProtocol.LOGIN_HINT_PARAM, loginHint);
        parameters.put(OIDCLoginProtocol.UI_LOCALES_PARAM, uiLocale);
        Long maxAge = trip.maxAgeSeconds();
        parameters.put(OIDCLoginProtocol.MAX_AGE_PARAM, maxAge == null ? null : maxAge.toString());
        URIBuilder url = new URIBuilder(endpoint);
        parameters.forEach((name, value) -> {
            if (value != null) {
                url.addParameter(name, value);
            }
        });
        try {
            return url.build();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
