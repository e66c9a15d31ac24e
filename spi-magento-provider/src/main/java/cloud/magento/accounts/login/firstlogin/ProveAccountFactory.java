package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.login.step.StepFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** A step of the flow "magento first broker login": see {@link ProveAccount}. */
public final class ProveAccountFactory extends StepFactory {
    public ProveAccountFactory() {
        super(
                "magento-prove-account",
                "Magento.com: prove the existing account",
                "Where an account was found: asks for its password, or for a code mailed to it, before the two are"
                        + " connected.",
                null,
                Requirement.REQUIRED,
                Requirement.ALTERNATIVE,
                Requirement.DISABLED);
    }

    @Override
    protected Authenticator step(KeycloakSession session) {
        return new ProveAccount(session);
    }
}
