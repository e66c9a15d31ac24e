package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.login.step.StepFactory;
import cloud.magento.accounts.web.FaultGuard;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** The last step of a direct grant flow: see {@link GrantGate}. */
public final class GrantGateFactory extends StepFactory {
    public GrantGateFactory() {
        super(
                "magento-grant-gate",
                "Magento.com: gate for password grants",
                "Refuses a password grant for an account that must be connected to Magento.com first, or that opens"
                        + " only through Magento.com, with an OAuth error that says which. Place it last in a direct"
                        + " grant flow.",
                null,
                Requirement.REQUIRED,
                Requirement.DISABLED);
    }

    @Override
    protected Authenticator step(KeycloakSession session) {
        return new GrantGate();
    }

    @Override
    protected FaultGuard guard(KeycloakSession session) {
        return FaultGuard.ofGrant(session);
    }
}
