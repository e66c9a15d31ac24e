package cloud.magento.accounts.campaign;

import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Keeps the tables in step with realms and accounts that go. */
final class CampaignListener implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof RealmModel.RealmRemovedEvent gone) {
            new Campaigns(gone.getKeycloakSession(), gone.getRealm()).removeRealm();
        } else if (event instanceof UserModel.UserRemovedEvent gone) {
            new Campaigns(gone.getKeycloakSession(), gone.getRealm())
                    .forgetAccount(gone.getUser().getId());
        }
    }
}
