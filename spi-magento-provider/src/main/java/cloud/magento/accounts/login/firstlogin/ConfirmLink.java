package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.login.step.Step;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;

/**
 * The last step: only now that the whole flow is through, with the second factor where the account has one, is the
 * account made, if it is to be a new one, and the link written. Whoever left the flow before and finished the sign-in
 * by another way, such as a mail for a forgotten password, never comes here, and Keycloak's link is refused.
 */
final class ConfirmLink implements Step {
    private final KeycloakSession session;

    ConfirmLink(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        FirstLogin.step(context, login -> {
            if (login.isNewAccountWanted()) {
                create(context, login);
            } else {
                login.link();
            }
        });
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    /** A new account is made here, and nowhere before. */
    @Override
    public boolean requiresUser() {
        return false;
    }

    private void create(AuthenticationFlowContext context, FirstLogin login) {
        NewUser newUser = NewUser.of(login, session, context.getRealm());
        newUser.rejectionReason().ifPresentOrElse(login::refuse, () -> login.createAndLink(newUser));
    }
}
