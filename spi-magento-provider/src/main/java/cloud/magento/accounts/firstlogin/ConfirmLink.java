package cloud.magento.accounts.firstlogin;

import cloud.magento.accounts.flow.Step;
import cloud.magento.accounts.linking.ReasonCode;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * The last step: only now that the whole flow is through, with the second factor where the account has one, may the link be
 * written. Whoever left the flow before and finished the sign-in by another way, such as a mail for a forgotten password,
 * never comes here, and Keycloak's link is refused.
 */
final class ConfirmLink implements Step {
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        FirstLogin.in(context).ifPresent(login -> {
            if (login.confirm()) {
                context.success();
            } else {
                login.refuse(ReasonCode.PROOF_FAILED);
            }
        });
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }
}
