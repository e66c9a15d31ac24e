package cloud.magento.accounts.spi;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/**
 * An event listener that every realm has without naming it. It follows the server's provider events too, from its start
 * to its end; one that follows nothing else need not override {@link #create}.
 */
public abstract class GlobalListenerFactory implements EventListenerProviderFactory {
    private final String id;
    private final ModelEvents events = new ModelEvents();

    protected GlobalListenerFactory(String id) {
        this.id = id;
    }

    /** Has somebody follow provider events too. Call it before the server is up: when made, or initialised. */
    protected final void follow(ProviderEventListener listener) {
        events.add(listener);
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener() {};
    }

    @Override
    public final boolean isGlobal() {
        return true;
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public final void postInit(KeycloakSessionFactory sessions) {
        events.begin(sessions);
    }

    @Override
    public void close() {
        events.end();
    }
}
