package cloud.magento.accounts.outage;

import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * In which declared outage the account's kept password was accepted for a session. The mark names the outage, so it
 * counts for nothing before it, after it, or in the next one; and nothing but the password sets it, so no session that
 * an administrator, another identity provider or a mailed link opened has it.
 */
public final class OutageSession {
    /** Note of the user session: the outage and the account. */
    private static final String NOTE = "magento.session.outage";

    private OutageSession() {}

    /** The password was right, and the outage lets it count for this sign-in. */
    public static void mark(AuthenticationSessionModel authSession, Outage outage, UserModel user) {
        authSession.setUserSessionNote(NOTE, mark(outage, user));
    }

    /** Whether a sign-in that is under way, or the session that it goes on in, was opened in this outage. */
    public static boolean isOf(
            Outage outage, KeycloakSession session, AuthenticationSessionModel authSession, UserModel user) {
        String mark = mark(outage, user);
        return mark.equals(authSession.getUserSessionNotes().get(NOTE))
                || AuthenticatorUtil.isSSOAuthentication(authSession)
                        && Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                                .filter(userSession -> mark.equals(userSession.getNote(NOTE)))
                                .isPresent();
    }

    /** Whether a session that is open was opened in this outage. */
    public static boolean isOf(Outage outage, UserSessionModel userSession) {
        return mark(outage, userSession.getUser()).equals(userSession.getNote(NOTE));
    }

    /**
     * Whether nothing but a declared outage, of now or before, let this session open: its person has not come through
     * upstream since.
     */
    public static boolean is(UserSessionModel userSession) {
        return userSession.getNote(NOTE) != null && userSession.getNote(UpstreamIdentity.NOTE) == null;
    }

    private static String mark(Outage outage, UserModel user) {
        return outage.id() + " " + user.getId();
    }
}
