package cloud.magento.accounts.web;

import cloud.magento.accounts.log.LogOnce;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.utils.PkceUtils;

/** The authorization request by which one of our pages has somebody signed in, by the pages' own public client. */
public final class SignInUrl {
    private static final String CLIENT_ID = "magento-account-settings";
    private static final Logger LOG = Logger.getLogger(SignInUrl.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String returnPath;
    private @Nullable String action;

    /**
     * A sign-in for a page.
     *
     * @param returnPath where it comes back to, below {@link PageUrls#realmResource}
     */
    public SignInUrl(KeycloakSession session, RealmModel realm, String returnPath) {
        this.session = session;
        this.realm = realm;
        this.returnPath = returnPath;
    }

    /** The client that our pages sign people in with; where the set-up never ran there is none, and so no page. */
    public static ClientModel client(RealmModel realm) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        if (client == null || !client.isEnabled()) {
            LogOnce.errorf(
                    LOG,
                    "Realm %s has no enabled client %s, which our pages sign people in with: run the set-up",
                    realm.getName(),
                    CLIENT_ID);
            throw new NotFoundException();
        }
        return client;
    }

    /** Whether it is the client of our pages, and no application's. */
    public static boolean isOurs(ClientModel client) {
        return CLIENT_ID.equals(client.getClientId());
    }

    /** Also runs an application-initiated action. */
    public SignInUrl forAction(String action) {
        this.action = action;
        return this;
    }

    public URI url() {
        SecretGenerator random = SecretGenerator.getInstance();
        Locale locale = session.getContext().resolveLocale(null);
        UriBuilder url = OIDCLoginProtocolService.authUrl(session.getContext().getUri())
                .queryParam(OAuth2Constants.RESPONSE_TYPE, OAuth2Constants.CODE)
                .queryParam(OAuth2Constants.CLIENT_ID, CLIENT_ID)
                .queryParam(
                        OAuth2Constants.REDIRECT_URI,
                        PageUrls.realmResource(session, realm).path(returnPath).build())
                .queryParam(OAuth2Constants.SCOPE, OAuth2Constants.SCOPE_OPENID)
                .queryParam(OAuth2Constants.STATE, random.generateSecureID())
                .queryParam(OAuth2Constants.CODE_CHALLENGE_METHOD, OAuth2Constants.PKCE_METHOD_S256)
                .queryParam(
                        OAuth2Constants.CODE_CHALLENGE,
                        PkceUtils.encodeCodeChallenge(
                                PkceUtils.generateCodeVerifier(), OAuth2Constants.PKCE_METHOD_S256));
        if (realm.isInternationalizationEnabled()) {
            url.queryParam(OIDCLoginProtocol.UI_LOCALES_PARAM, locale.toLanguageTag());
        }
        if (action != null) {
            url.queryParam(Constants.KC_ACTION, action);
        }
        return url.build(realm.getName());
    }
}
