package cloud.magento.accounts.outage;

import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Keeps the table in step with realms and administrators that go. */
final class OutageListener implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof RealmModel.RealmRemovedEvent gone) {
            new Outages(gone.getKeycloakSession(), gone.getRealm()).removeRealm();
        } else if (event instanceof UserModel.UserRemovedEvent gone) {
            Outages.forgetPerson(gone.getKeycloakSession(), gone.getUser().getId());
        }
    }
}
