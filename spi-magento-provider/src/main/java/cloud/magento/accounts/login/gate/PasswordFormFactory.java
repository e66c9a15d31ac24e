package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.login.step.StepFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;

/** The local sign-in form of the flow {@code magento browser}: see {@link PasswordForm}. */
public final class PasswordFormFactory extends StepFactory {
    public PasswordFormFactory() {
        super(
                "magento-password-form",
                "Magento.com: username and password form",
                "Keycloak's username and password form. An account that opens only through Magento.com is told so,"
                        + " after its right password, and taken there; the password completes no sign-in of such an"
                        + " account.",
                PasswordCredentialModel.TYPE,
                Requirement.REQUIRED);
    }

    @Override
    protected Authenticator step(KeycloakSession session) {
        return new PasswordForm(session);
    }
}
