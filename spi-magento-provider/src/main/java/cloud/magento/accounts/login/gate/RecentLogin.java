package cloud.magento.accounts.login.gate;

import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.common.util.Time;
import org.keycloak.models.Constants;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the person has signed in to the account just now. A session from earlier is not enough to tie the account to
 * an upstream identity for good: whoever found the browser open, or took its cookie, would keep the account. How long
 * ago is configured where Keycloak has it, on the required action ("Maximum age of authentication", 300 seconds when
 * not set).
 */
final class RecentLogin {
    private RecentLogin() {}

    static boolean is(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (!AuthenticatorUtil.isSSOAuthentication(authSession)) {
            return true;
        }
        UserSessionModel userSession =
                new AuthenticationSessionManager(context.getSession()).getUserSession(authSession);
        String signedInAt = userSession == null ? null : userSession.getNote(AuthenticationManager.AUTH_TIME);
        return signedInAt != null && Long.parseLong(signedInAt) + maxAge(context) >= Time.currentTimeSeconds();
    }

    private static int maxAge(RequiredActionContext context) {
        RequiredActionConfigModel config =
                context.getRealm().getRequiredActionConfigByAlias(MagentoLinkActionFactory.ID);
        int configured = config == null || !config.containsConfigKey(Constants.MAX_AUTH_AGE_KEY)
                ? -1
                : RequiredActionFactory.parseMaxAuthAge(config);
        return configured < 0 ? Constants.KC_ACTION_MAX_AGE : configured;
    }
}
