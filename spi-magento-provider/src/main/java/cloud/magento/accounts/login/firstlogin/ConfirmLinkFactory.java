package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.login.step.StepFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** A step of the flow "magento first broker login": see {@link ConfirmLink}. */
public final class ConfirmLinkFactory extends StepFactory {
    public ConfirmLinkFactory() {
        super(
                "magento-confirm-link",
                "Magento.com: confirm the link",
                "Lets the link be written once everything before was proven. Without it no first login links an"
                        + " account. Place it last in a first login flow.",
                null,
                Requirement.REQUIRED);
    }

    @Override
    protected Authenticator step(KeycloakSession session) {
        return new ConfirmLink(session);
    }
}
