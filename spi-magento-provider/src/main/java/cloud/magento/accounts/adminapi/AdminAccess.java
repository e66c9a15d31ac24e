package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.policy.LinkRoles;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Who may do what. Keycloak lets any valid token of the realm through to an extension of its admin API, so each method
 * asks here first. Administrators of the master realm and of the realm have both roles by being administrators.
 */
final class AdminAccess {
    private static final String[] ANY = Stream.concat(
                    Stream.of(AdminRoles.ALL_REALM_ROLES), Stream.of(LinkRoles.VIEW, LinkRoles.MANAGE))
            .toArray(String[]::new);

    private final AdminPermissionEvaluator auth;
    private final String actor;

    /** @param actor the id of the administrator who asks */
    AdminAccess(AdminPermissionEvaluator auth, String actor) {
        this.auth = auth;
        this.actor = actor;
    }

    void requireView() {
        require(LinkRoles.VIEW, LinkRoles.MANAGE);
    }

    /** For what tells settings alone, and is of use also before the set-up has made the roles of this API. */
    void requireViewOrRealm() {
        if (!auth.realm().canViewRealm()) {
            requireView();
        }
    }

    /** For what tells more of an account than links: whether it is locked, and what was refused to it. */
    void requireViewUser(UserModel user) {
        requireView();
        if (!auth.users().canView(user)) {
            throw Problem.of(
                    Response.Status.FORBIDDEN,
                    "This wants the role view-users of the client realm-management as well.");
        }
    }

    void requireManage() {
        require(LinkRoles.MANAGE);
    }

    /** For the set-up, before which the roles of this API do not exist. */
    void requireManageRealm() {
        if (!auth.realm().canManageRealm()) {
            throw Problem.of(
                    Response.Status.FORBIDDEN, "This wants the role manage-realm of the client realm-management.");
        }
    }

    /** For what changes a provider beyond what this API's own roles are for. */
    void requireManageIdentityProviders() {
        if (!auth.realm().canManageIdentityProviders()) {
            throw Problem.of(
                    Response.Status.FORBIDDEN,
                    "This wants the role manage-identity-providers of the client realm-management.");
        }
    }

    /** For what changes clients. */
    void requireManageClients() {
        if (!auth.clients().canManage()) {
            throw Problem.of(
                    Response.Status.FORBIDDEN, "This wants the role manage-clients of the client realm-management.");
        }
    }

    /** For what writes links of accounts, by which they open: as Keycloak asks for it where it writes one. */
    void requireManageUsers() {
        if (!auth.users().canManage()) {
            throw Problem.of(
                    Response.Status.FORBIDDEN, "This wants the role manage-users of the client realm-management.");
        }
    }

    /** For what tells nothing of the realm: any role of its administration will do. */
    void requireAnyRole() {
        if (!auth.hasOneAdminRole(ANY)) {
            throw Problem.of(Response.Status.FORBIDDEN, "This wants any role of the client realm-management.");
        }
    }

    /** The id of the administrator who asks. */
    String actor() {
        return actor;
    }

    private void require(String... roles) {
        if (!auth.hasOneAdminRole(roles)) {
            throw Problem.of(
                    Response.Status.FORBIDDEN,
                    "This wants the role " + roles[0]
                            + " of the client realm-management. Where the realm has no such role,"
                            + " run the set-up first: POST setup.");
        }
    }
}
