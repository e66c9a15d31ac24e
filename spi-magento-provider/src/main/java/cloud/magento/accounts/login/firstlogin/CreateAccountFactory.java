package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.login.step.StepFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** A step of the flow "magento first broker login": see {@link CreateAccount}. */
public final class CreateAccountFactory extends StepFactory {
    public CreateAccountFactory() {
        super(
                "magento-create-account",
                "Magento.com: create an account",
                "Where no account was found: shows what is about to be created and connected, and creates it.",
                null,
                Requirement.ALTERNATIVE,
                Requirement.REQUIRED,
                Requirement.DISABLED);
    }

    @Override
    protected Authenticator step(KeycloakSession session) {
        return new CreateAccount(session);
    }
}
