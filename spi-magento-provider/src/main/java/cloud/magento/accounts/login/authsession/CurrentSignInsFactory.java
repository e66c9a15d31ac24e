package cloud.magento.accounts.login.authsession;

import java.util.Comparator;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.sessions.AuthenticationSessionProvider;
import org.keycloak.sessions.AuthenticationSessionProviderFactory;

/**
 * Stands before whichever store of authentication sessions the server would have chosen, by an order above theirs, and
 * hands out only sign-ins that are not over: see {@link CurrentSignIns}. If the server's configuration names another
 * provider, this is inactive; the log says so, and the gate and the token gate still refuse such sign-ins.
 */
public final class CurrentSignInsFactory
        implements AuthenticationSessionProviderFactory<AuthenticationSessionProvider> {
    static final String ID = "magento";

    private static final Logger LOG = Logger.getLogger(CurrentSignInsFactory.class);
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    private String keycloaks = "";

    @Override
    public AuthenticationSessionProvider create(KeycloakSession session) {
        return new CurrentSignIns(session, session.getProvider(AuthenticationSessionProvider.class, keycloaks));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        keycloaks = factory.getProviderFactoriesStream(AuthenticationSessionProvider.class)
                .filter(other -> !ID.equals(other.getId()))
                .max(Comparator.comparingInt(ProviderFactory::order))
                .orElseThrow(() -> new IllegalStateException("This server has no store of authentication sessions"))
                .getId();
        if (factory.getProviderFactory(AuthenticationSessionProvider.class) != this) {
            LOG.warnf(
                    "The server's configuration names a provider of authentication sessions, so a sign-in that began"
                            + " before its account's link changed is stopped only at its last step. Remove that option,"
                            + " or set it to %s.",
                    ID);
        }
    }

    @Override
    public void close() {}
}
