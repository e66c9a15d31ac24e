package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.policy.LinkRoles;
import java.util.List;
import org.keycloak.models.AdminRoles;

/** What somebody may do here, by the roles that the calls behind it ask for. */
enum Right {
    /** Exemptions, groups' deadlines, mending. */
    MANAGE(LinkRoles.MANAGE),
    /** The policy, which is a part of the provider. */
    POLICY(LinkRoles.MANAGE, AdminRoles.MANAGE_IDENTITY_PROVIDERS),
    /** Links of accounts. */
    LINKS(LinkRoles.MANAGE, AdminRoles.MANAGE_USERS),
    /** The realm itself: the set-up, taking a provider over. */
    SETUP(AdminRoles.MANAGE_REALM, AdminRoles.MANAGE_IDENTITY_PROVIDERS);

    private final List<String> roles;

    Right(String... roles) {
        this.roles = List.of(roles);
    }

    /** The roles of the client {@code realm-management}, all of which it takes. */
    List<String> roles() {
        return roles;
    }
}
