package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.outage.OutageSession;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.SignInUses;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** By which way a session was opened, to be noted for each application that the gate lets it into. */
final class SessionWay {
    /** Note of the user session: it was opened by a grant, which later requests do not tell. */
    private static final String BY_GRANT = "magento.session.by-grant";

    private SessionWay() {}

    /**
     * Notes that the session goes on in the application. An administrator who acts as the account does not count, and
     * neither does who came by a kept password in a declared outage: that way is closed again by itself.
     */
    static void note(
            KeycloakSession session,
            AccountEvaluation evaluation,
            UserSessionModel userSession,
            ClientModel client,
            boolean byGrant) {
        if (userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null
                || OutageSession.is(userSession)) {
            return;
        }
        if (byGrant && userSession.getNote(BY_GRANT) == null) {
            userSession.setNote(BY_GRANT, "true");
        }
        new SignInUses(session, userSession.getRealm())
                .note(
                        evaluation.user(),
                        client,
                        of(userSession, evaluation.provider().getAlias()));
    }

    static SignInWay of(UserSessionModel userSession, String alias) {
        if (userSession.getNote(UpstreamIdentity.NOTE) != null) {
            return SignInWay.UPSTREAM;
        }
        @Nullable String provider = userSession.getNote(Details.IDENTITY_PROVIDER);
        if (provider != null && !provider.equals(alias)) {
            return SignInWay.OTHER_PROVIDER;
        }
        return userSession.getNote(BY_GRANT) == null ? SignInWay.LOCAL : SignInWay.GRANT;
    }
}
