package cloud.magento.accounts.interlock;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Who could undo it: people with a role that lets them change the provider, in the realm itself or in the master realm.
 * A client's service account is nobody who comes in, and an exemption or a deadline that ends within a day is nothing
 * to rely on.
 */
final class Administrators {
    private static final Duration FOR_A_WHILE = Duration.ofDays(1);

    private static final List<String> OF_REALM =
            List.of(AdminRoles.REALM_ADMIN, AdminRoles.MANAGE_IDENTITY_PROVIDERS, AdminRoles.MANAGE_REALM);

    private final KeycloakSession session;
    private final RealmModel realm;

    Administrators(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether at least one of them stays able to come in, under the policy as this transaction sees it. */
    boolean oneStaysAbleToComeIn() {
        @Nullable RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
        return (master != null && anyIn(master, rolesIn(master))) || anyIn(realm, ownRoles());
    }

    private Set<String> rolesIn(RealmModel master) {
        List<String> roles = new ArrayList<>(names(realm.getMasterAdminClient()));
        Optional.ofNullable(master.getRole(AdminRoles.ADMIN))
                .map(RoleModel::getId)
                .ifPresent(roles::add);
        return withComposites(roles);
    }

    private Set<String> ownRoles() {
        return withComposites(names(realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID)));
    }

    private static List<String> names(@Nullable ClientModel client) {
        return client == null
                ? List.of()
                : OF_REALM.stream()
                        .flatMap(name -> Stream.ofNullable(client.getRole(name)))
                        .map(RoleModel::getId)
                        .toList();
    }

    /** The roles with all that contain one of them. */
    private Set<String> withComposites(Collection<String> roles) {
        return withNext(
                "select c.COMPOSITE, c.CHILD_ROLE from {h-schema}COMPOSITE_ROLE c where c.CHILD_ROLE in :ids", roles);
    }

    /** The groups with all below them. */
    private Set<String> withSubgroups(Collection<String> groups) {
        return withNext(
                "select g.ID, g.PARENT_GROUP from {h-schema}KEYCLOAK_GROUP g where g.PARENT_GROUP in :ids", groups);
    }

    /** Whatever the statement leads to from these, in its first column, and from those. */
    private Set<String> withNext(String statement, Collection<String> ids) {
        Set<String> found = new LinkedHashSet<>(ids);
        Collection<String> level = found;
        while (!level.isEmpty()) {
            List<?> next = session.getProvider(JpaConnectionProvider.class)
                    .getEntityManager()
                    .createNativeQuery(statement, Object[].class)
                    .setParameter("ids", List.copyOf(level))
                    .getResultList();
            level = next.stream()
                    .map(row -> String.valueOf(((Object[]) row)[0]))
                    .filter(found::add)
                    .toList();
        }
        return found;
    }

    private boolean anyIn(RealmModel home, Set<String> roles) {
        return roles.stream()
                .flatMap(id -> Stream.ofNullable(home.getRoleById(id)))
                .anyMatch(role -> Stream.concat(
                                session.users().getRoleMembersStream(home, role), membersOfGroups(home, role))
                        .anyMatch(user -> comesIn(home, user)));
    }

    private Stream<UserModel> membersOfGroups(RealmModel home, RoleModel role) {
        List<String> groups = session.groups()
                .getGroupsByRoleStream(home, role, null, null)
                .map(GroupModel::getId)
                .toList();
        return withSubgroups(groups).stream()
                .flatMap(id -> Stream.ofNullable(session.groups().getGroupById(home, id)))
                .flatMap(group -> session.users().getGroupMembersStream(home, group));
    }

    private boolean comesIn(RealmModel home, UserModel user) {
        return user.isEnabled()
                && user.getServiceAccountClientLink() == null
                && AccountEvaluation.of(session, home, user)
                        .map(Administrators::isLetThrough)
                        .orElseGet(() -> canSignIn(home, user));
    }

    private static boolean isLetThrough(AccountEvaluation account) {
        return (account.link().isPresent() && account.provider().isEnabled())
                || account.exemptUntil()
                        .filter(until -> until.isAfter(account.now().plus(FOR_A_WHILE)))
                        .isPresent()
                || (account.link().isEmpty()
                        && account.deadline().isAfter(account.now().plus(FOR_A_WHILE)));
    }

    /** Where no policy holds: an account that nobody ever gave a way in lets nobody in. */
    private boolean canSignIn(RealmModel home, UserModel user) {
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                || session.users()
                        .getFederatedIdentitiesStream(home, user)
                        .findAny()
                        .isPresent();
    }
}
