package cloud.magento.accounts.registry;

import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Keeps the approvals of cohorts in step with realms and groups that come and go. */
final class CohortListener implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof GroupModel.GroupRemovedEvent gone) {
            new CohortApprovals(gone.getKeycloakSession(), gone.getRealm())
                    .removeGroup(gone.getGroup().getId());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            new CohortApprovals(created.getKeycloakSession(), created.getCreatedRealm()).approveAllOfNewRealm();
        } else if (event instanceof RealmModel.RealmRemovedEvent gone) {
            new CohortApprovals(gone.getKeycloakSession(), gone.getRealm()).removeRealm();
        } else if (event instanceof PostMigrationEvent started) {
            KeycloakModelUtils.runJobInTransaction(started.getFactory(), CohortApprovals::recordKept);
        }
    }
}
