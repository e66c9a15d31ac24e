package cloud.magento.accounts.interlock;

import cloud.magento.accounts.registry.CohortApprovalChanged;
import cloud.magento.accounts.registry.ExemptionChanged;
import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.upstream.ProviderSaved;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Has the policy of a realm compared at the commit of whatever may change it: the provider, groups with their dates,
 * approvals of dates, a realm that is made. What changed, and whether it stops anybody, only the comparison tells. A
 * global listener, so no realm has to name it.
 */
public final class InterlockListenerFactory extends GlobalListenerFactory {

    public InterlockListenerFactory() {
        super("magento-interlock");
        follow(InterlockListenerFactory::onEvent);
    }

    static void onEvent(ProviderEvent event) {
        if (event instanceof ProviderSaved saved) {
            InterlockCheck.atCommit(saved.session(), saved.realm());
        } else if (event instanceof RealmModel.IdentityProviderUpdatedEvent updated) {
            InterlockCheck.atCommit(updated.getKeycloakSession(), updated.getRealm());
        } else if (event instanceof GroupModel.GroupEvent group && !isMembership(group)) {
            InterlockCheck.atCommit(group.getKeycloakSession(), group.getRealm());
        } else if (event instanceof CohortApprovalChanged changed) {
            InterlockCheck.atCommit(changed.session(), changed.realm());
        } else if (event instanceof ExemptionChanged changed) {
            InterlockCheck.exemptionsChange(changed.session());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            InterlockCheck.atCommit(created.getKeycloakSession(), created.getCreatedRealm());
        }
    }

    /** Who is in a group is a matter of one person, and no change of a date. */
    private static boolean isMembership(GroupModel.GroupEvent event) {
        return event instanceof GroupModel.GroupMemberJoinEvent || event instanceof GroupModel.GroupMemberLeaveEvent;
    }
}
