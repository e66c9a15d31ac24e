package cloud.magento.accounts.account;

import cloud.magento.accounts.login.step.GuardedAction;
import cloud.magento.accounts.web.FaultGuard;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/**
 * Registers the application-initiated action {@code magento-switch}, which the account page asks for, and the mails
 * that tell an owner of changes to the account's link.
 */
public final class SwitchActionFactory implements RequiredActionFactory {
    public static final String ID = "magento-switch";

    private final ProviderEventListener notices = new LinkNotices();
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new GuardedAction(new SwitchAction(session), FaultGuard.inBrowser(session));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayText() {
        return "Switch to another Magento.com account";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
        factory.register(notices);
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.unregister(notices);
        }
    }
}
