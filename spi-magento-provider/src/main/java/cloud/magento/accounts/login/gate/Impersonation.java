package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** An administrator acting as an account: passes the gate only where the operator allows it. */
final class Impersonation {
    private Impersonation() {}

    /** For a sign-in under way: single sign-on into the session that an administrator opened. */
    static boolean isAllowed(
            AccountEvaluation evaluation, KeycloakSession session, AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isSSOAuthentication(authSession)
                && Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                        .filter(userSession -> isAllowed(evaluation, userSession))
                        .isPresent();
    }

    /** For a session that is open. */
    static boolean isAllowed(AccountEvaluation evaluation, UserSessionModel userSession) {
        return evaluation.settings().allowImpersonation()
                && userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }
}
