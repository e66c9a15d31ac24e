package cloud.magento.accounts.login.gate;

import org.keycloak.credential.PasswordCredentialProvider;
import org.keycloak.credential.PasswordCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Replaces Keycloak's password provider, under its own id and by a higher order, with one that adds the gate: see
 * {@link PasswordGate}. All else is inherited, its configuration and metrics included.
 */
public final class PasswordGateFactory extends PasswordCredentialProviderFactory {
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public PasswordCredentialProvider create(KeycloakSession session) {
        return new PasswordGate(session, super.create(session));
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
