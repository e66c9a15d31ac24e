package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.login.step.GuardedAction;
import cloud.magento.accounts.web.FaultGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/**
 * Registers the required action {@code magento-link}, also an application-initiated action of that name, and what ends
 * all earlier access once a link is made.
 */
public final class MagentoLinkActionFactory implements RequiredActionFactory {
    public static final String ID = "magento-link";

    private final List<ProviderEventListener> listeners = List.of(new PriorAccess(), new DirectoryCheck());
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new GuardedAction(new MagentoLinkAction(session), FaultGuard.inBrowser(session));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayText() {
        return "Connect with Magento.com";
    }

    @Override
    public boolean isOneTimeAction() {
        return false;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
        listeners.forEach(factory::register);
    }

    @Override
    public void close() {
        if (factory != null) {
            listeners.forEach(factory::unregister);
        }
    }
}
