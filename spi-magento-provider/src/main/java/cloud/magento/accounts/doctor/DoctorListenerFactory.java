package cloud.magento.accounts.doctor;

import cloud.magento.accounts.spi.GlobalListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Has the doctor look when something changes. A global listener, so no realm has to name it. */
public final class DoctorListenerFactory extends GlobalListenerFactory {
    private final DoctorRounds rounds = new DoctorRounds(new DoctorLog());

    public DoctorListenerFactory() {
        super("magento-doctor");
        follow(rounds);
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return rounds.of(session);
    }
}
