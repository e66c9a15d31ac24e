package cloud.magento.accounts.spi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/** Who follows the server's provider events from its start to its end. */
final class ModelEvents {
    private final List<ProviderEventListener> listeners = new ArrayList<>();
    private @Nullable KeycloakSessionFactory factory;

    void add(ProviderEventListener listener) {
        listeners.add(listener);
    }

    void begin(KeycloakSessionFactory sessions) {
        factory = sessions;
        listeners.forEach(sessions::register);
    }

    void end() {
        if (factory != null) {
            listeners.forEach(factory::unregister);
        }
    }
}
