package cloud.magento.accounts.upstream;

import java.util.Locale;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** How somebody signed in. */
public enum LoginWay {
    /** By a trip to Magento.com. */
    UPSTREAM,
    /** By a trip to another identity provider. */
    OTHER_PROVIDER,
    /** By what the account has here: a password, a passkey. */
    LOCAL,
    /** By a grant with the account's credentials, without a browser. */
    GRANT,
    /** By a session that was open. */
    SINGLE_SIGN_ON;

    /** The way's name in metrics, for example {@code other-provider}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The way of a sign-in that has just succeeded in this session.
     *
     * @param alias the alias of our provider
     */
    public static LoginWay of(Event login, KeycloakSession session, String alias) {
        if (login.getDetails() != null && login.getDetails().containsKey(OAuth2Constants.GRANT_TYPE)) {
            return GRANT;
        }
        if (isSingleSignOn(login, session)) {
            return SINGLE_SIGN_ON;
        }
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        String provider =
                authSession == null ? null : authSession.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
        if (provider == null) {
            return LOCAL;
        }
        return provider.equals(alias) ? UPSTREAM : OTHER_PROVIDER;
    }

    /** By the time of the event Keycloak has moved the mark from the sign-in to the application's session. */
    private static boolean isSingleSignOn(Event login, KeycloakSession session) {
        ClientModel client = session.getContext().getClient();
        return client != null
                && Optional.ofNullable(login.getSessionId())
                        .map(id -> session.sessions()
                                .getUserSession(session.getContext().getRealm(), id))
                        .map(userSession -> userSession.getAuthenticatedClientSessionByClient(client.getId()))
                        .filter(AuthenticationManager::isSSOAuthentication)
                        .isPresent();
    }
}
