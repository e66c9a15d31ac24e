package cloud.magento.accounts.gate;

import cloud.magento.accounts.linking.LinkProof;
import cloud.magento.accounts.registry.LinkMade;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.UserSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Ends what could open an account before it was linked: every other session, every offline token, every token still out,
 * a change of email address that waits for its confirmation, and the wish for a new password. Whoever planted one of them before the owner came
 * ("pre-hijacking") loses it here. The password stays, inert.
 */
final class PriorAccess implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof LinkMade made && made.link().proof() != LinkProof.NEW_ACCOUNT) {
            end(made.session(), made.realm(), made.user());
        }
    }

    private static void end(KeycloakSession session, RealmModel realm, UserModel user) {
        @Nullable String current = currentSession(session);
        session.sessions()
                .getUserSessionsStream(realm, user)
                .filter(userSession -> !userSession.getId().equals(current))
                .toList()
                .forEach(userSession -> AuthenticationManager.backchannelLogout(session, userSession, true));
        UserSessionManager offline = new UserSessionManager(session);
        offline.findOfflineSessionsStream(realm, user).toList().forEach(offline::revokeOfflineUserSession);
        session.users().setNotBeforeForUser(realm, user, Math.toIntExact(Time.currentTimeSeconds()));
        user.removeAttribute(UserModel.EMAIL_PENDING);
        user.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        if (authSession != null) {
            authSession.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        }
    }

    /** The session that a sign-in under way will go on as; an administrator's or an import's request has none. */
    private static @Nullable String currentSession(KeycloakSession session) {
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        return authSession == null ? null : authSession.getParentSession().getId();
    }
}
