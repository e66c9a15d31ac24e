package cloud.magento.accounts.standing;

import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a session was opened by a login at upstream. Keycloak marks that with the session note {@code
 * identity_provider}. The note of an earlier user session counts only for single sign-on: who types a password into a
 * browser that still holds such a session has not come through upstream.
 */
public final class UpstreamSession {
    private UpstreamSession() {}

    /** For a sign-in that is under way. */
    public static boolean isThroughUpstream(
            KeycloakSession session, AuthenticationSessionModel authSession, String alias) {
        if (alias.equals(authSession.getUserSessionNotes().get(Details.IDENTITY_PROVIDER))) {
            return true;
        }
        return AuthenticatorUtil.isSSOAuthentication(authSession)
                && Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                        .filter(userSession -> isThroughUpstream(userSession, alias))
                        .isPresent();
    }

    /** For a session that is open. */
    public static boolean isThroughUpstream(UserSessionModel userSession, String alias) {
        return alias.equals(userSession.getNote(Details.IDENTITY_PROVIDER));
    }

    /** Marks a sign-in that is under way as having come through upstream. */
    public static void mark(AuthenticationSessionModel authSession, String alias, String upstreamName) {
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER, alias);
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER_USERNAME, upstreamName);
    }
}
