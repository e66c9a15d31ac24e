package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.login.step.StepFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** The first step of the flow "magento first broker login": see {@link MatchAccount}. */
public final class MatchAccountFactory extends StepFactory {
    public MatchAccountFactory() {
        super(
                "magento-match-account",
                "Magento.com: find the account",
                "Finds the account that has the verified email address of the Magento.com account, and refuses what can"
                        + " never be linked. An unverified address finds nobody.",
                null,
                Requirement.REQUIRED);
    }

    @Override
    protected Authenticator step(KeycloakSession session) {
        return new MatchAccount(session);
    }
}
