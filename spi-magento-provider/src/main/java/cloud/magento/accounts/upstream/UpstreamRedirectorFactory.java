package cloud.magento.accounts.upstream;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.IdentityProviderAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Replaces Keycloak's *Identity Provider Redirector* under its own id and by a higher order, so that each flow that has
 * it, an operator's own too, has {@link UpstreamRedirector}.
 */
public final class UpstreamRedirectorFactory extends IdentityProviderAuthenticatorFactory {
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public Authenticator create(KeycloakSession session) {
        return new UpstreamRedirector();
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
