package cloud.magento.accounts.setup;

import cloud.magento.accounts.policy.LinkRoles;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.RoleModel;

/**
 * The two roles of the administration, on the realm's own management client and on its counterpart in the master realm.
 * Administrators of everything have them by being administrators; others are given them alone.
 */
final class AdminRoleSetup {
    private static final Map<String, String> ROLES = Map.of(
            LinkRoles.VIEW, "See who is linked to Magento.com",
            LinkRoles.MANAGE, "Change links to Magento.com, exemptions and the policy's state");

    private final RealmModel realm;
    private final RealmProvider realms;

    AdminRoleSetup(RealmModel realm, RealmProvider realms) {
        this.realm = realm;
        this.realms = realms;
    }

    void apply(SetupChanges changes) {
        ClientModel ownClient = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        if (ownClient != null) {
            add(changes, ownClient, ownClient.getRole(AdminRoles.REALM_ADMIN));
        }
        RealmModel master = realms.getRealmByName(Config.getAdminRealm());
        add(changes, realm.getMasterAdminClient(), master.getRole(AdminRoles.ADMIN));
    }

    private static void add(SetupChanges changes, ClientModel client, @Nullable RoleModel administrators) {
        ROLES.keySet().stream().sorted().forEach(name -> {
            String step = client.getClientId() + ": " + name;
            RoleModel there = client.getRole(name);
            boolean right = there != null && (administrators == null || administrators.hasRole(there));
            changes.ensure("role", step, there != null, right, () -> grant(administrators, make(client, name)), () -> {
                if (there != null) {
                    grant(administrators, there);
                }
            });
        });
    }

    private static RoleModel make(ClientModel client, String name) {
        RoleModel role = client.addRole(name);
        role.setDescription(ROLES.get(name));
        return role;
    }

    private static void grant(@Nullable RoleModel administrators, RoleModel role) {
        if (administrators != null) {
            administrators.addCompositeRole(role);
        }
    }
}
