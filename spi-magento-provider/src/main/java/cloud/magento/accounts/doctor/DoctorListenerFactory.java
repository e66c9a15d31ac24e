package cloud.magento.accounts.doctor;

import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Has the doctor look when something changes. A global listener, so no realm has to name it. */
public final class DoctorListenerFactory implements EventListenerProviderFactory {
    private final DoctorRounds rounds = new DoctorRounds(new DoctorLog());
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return rounds.of(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "magento-doctor";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
        factory.register(rounds);
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.unregister(rounds);
        }
    }
}
