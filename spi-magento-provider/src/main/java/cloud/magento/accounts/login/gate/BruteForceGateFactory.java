package cloud.magento.accounts.login.gate;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.services.managers.DefaultBruteForceProtectorFactory;

/**
 * Replaces Keycloak's brute-force protection, under its own id and by a higher order, with one that tells guesses that
 * could have opened an account from those that could not: see {@link BruteForceGate}. All else is inherited, its
 * configuration included.
 */
public final class BruteForceGateFactory extends DefaultBruteForceProtectorFactory {
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public BruteForceProtector create(KeycloakSession session) {
        return new BruteForceGate(session, super.create(session));
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
