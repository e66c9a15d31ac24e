package cloud.magento.accounts.upstream.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.http.client.utils.URIBuilder;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The URL that a browser is sent to: an authorization code request with PKCE, state and nonce, which either the URL
 * carries itself or was pushed to upstream before.
 *
 * <p>{@code acr_values} are upstream's, translated from what is wanted of the sign-in: an application's own names mean
 * something in this realm only. {@code claims} is never sent.
 *
 * @param endpoint upstream's authorization endpoint
 * @param request its state, its nonce and its PKCE verifier
 * @param clientId who asks
 * @param scopes for what
 * @param prompt {@code prompt}, or null
 * @param loginHint {@code login_hint}, or null
 * @param acrValues {@code acr_values}, the preferred first; empty for none
 * @param uiLocale {@code ui_locales}, a language tag
 */
public record AuthorizationRequest(
        URI endpoint,
        PendingRequest request,
        String clientId,
        String scopes,
        @Nullable String prompt,
        @Nullable String loginHint,
        List<String> acrValues,
        String uiLocale) {

    public AuthorizationRequest {
        acrValues = List.copyOf(acrValues);
    }

    /** The request in the browser's address. */
    public URI url() {
        return url(parameters());
    }

    /**
     * The address where the request was pushed to upstream before: who asks, and the reference to the request (RFC
     * 9126, section 4), so that nothing of the request can be read or changed on the way.
     *
     * @param requestUri the reference that upstream answered
     */
    public URI url(String requestUri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2Constants.CLIENT_ID, clientId);
        parameters.put(OIDCLoginProtocol.REQUEST_URI_PARAM, requestUri);
        return url(parameters);
    }

    /** What is asked, by the parameters' names, in their order. */
    public Map<String, String> parameters() {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2Constants.RESPONSE_TYPE, OAuth2Constants.CODE);
        parameters.put(OAuth2Constants.CLIENT_ID, clientId);
        parameters.put(OAuth2Constants.REDIRECT_URI, request.redirectUri());
        parameters.put(OAuth2Constants.SCOPE, scopes);
        parameters.put(OAuth2Constants.STATE, request.state());
        parameters.put(OIDCLoginProtocol.NONCE_PARAM, request.nonce());
        parameters.put(OAuth2Constants.CODE_CHALLENGE, request.challenge());
        parameters.put(OAuth2Constants.CODE_CHALLENGE_METHOD, OAuth2Constants.PKCE_METHOD_S256);
        parameters.put(OAuth2Constants.PROMPT, prompt);
        parameters.put(OIDCLoginProtocol.LOGIN_HINT_PARAM, loginHint);
        parameters.put(OIDCLoginProtocol.UI_LOCALES_PARAM, uiLocale);
        parameters.put(OIDCLoginProtocol.ACR_PARAM, acrValues.isEmpty() ? null : String.join(" ", acrValues));
        Long maxAge = request.maxAgeSeconds();
        parameters.put(OIDCLoginProtocol.MAX_AGE_PARAM, maxAge == null ? null : maxAge.toString());
        Map<String, String> present = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    private URI url(Map<String, String> parameters) {
        URIBuilder url = new URIBuilder(endpoint);
        parameters.forEach(url::addParameter);
        try {
            return url.build();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
