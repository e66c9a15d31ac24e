package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.login.step.GuardedStep;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.web.FaultGuard;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.directgrant.ValidatePassword;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;

/**
 * Keycloak's check of the password in a direct grant flow. A linked account's right password opens nothing; here its
 * application is told so, as {@link GrantGate} tells the others, instead of that the password is wrong.
 */
public final class GrantPasswordFactory extends ValidatePassword {
    @Override
    public Authenticator create(KeycloakSession session) {
        return new GuardedStep(this, FaultGuard.ofGrant(session));
    }

    @Override
    public String getId() {
        return "magento-grant-password";
    }

    @Override
    public String getDisplayType() {
        return "Magento.com: password of a password grant";
    }

    @Override
    public String getHelpText() {
        return "Keycloak's check of the password; an account that opens only through Magento.com is refused with an"
                + " OAuth error that says so.";
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<AccountEvaluation> evaluation =
                AccountEvaluation.of(context.getSession(), context.getRealm(), context.getUser());
        boolean comesThroughUpstream = evaluation
                .filter(asked -> asked.decideByPassword() instanceof LinkDecision.LoginUpstream)
                .isPresent();
        if (comesThroughUpstream && isRight(context)) {
            new GrantGate().authenticate(context);
            return;
        }
        super.authenticate(context);
        if (AuthenticatorUtil.isPasswordValidated(context.getAuthenticationSession())) {
            // A directory checks its passwords by itself, past the password gate.
            evaluation.ifPresent(asked -> asked.acceptPassword(context.getAuthenticationSession()));
        }
    }

    private boolean isRight(AuthenticationFlowContext context) {
        return PasswordGate.checkingWithoutAccepting(
                context.getSession(),
                () -> context.getUser()
                        .credentialManager()
                        .isValid(UserCredentialModel.password(retrievePassword(context))));
    }
}
