package cloud.magento.accounts.spi;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;

/** Listens to nothing but what it says. */
public interface Listener extends EventListenerProvider {
    @Override
    default void onEvent(Event event) {}

    @Override
    default void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    default void close() {}
}
