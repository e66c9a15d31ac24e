package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.AdminApi;
import cloud.magento.accounts.adminapi.MagentoAdminResource;
import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.policy.LinkRoles;
import cloud.magento.accounts.transaction.OwnTransaction;
import cloud.magento.accounts.web.PageUrls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Who operates the realm by these pages, and the calls that they make by it. */
record Operator(KeycloakSession session, RealmModel realm, Visitor visitor) {

    boolean may(Right right) {
        return right.roles().stream().allMatch(role -> visitor.hasAnyRole(realm, role));
    }

    /** As the API would refuse it. */
    void require(Right right) {
        if (!may(right)) {
            throw AdminApi.forbidden(right.roles());
        }
    }

    /** Whether the API would tell of accounts. */
    boolean mayLook() {
        return visitor.hasAnyRole(realm, LinkRoles.VIEW, LinkRoles.MANAGE);
    }

    /** The admin REST API, for what reads, and for what does its work in transactions of its own. */
    MagentoAdminResource api() {
        return AdminApi.of(session, realm, visitor.user(), client(session));
    }

    /**
     * Makes a call that changes something, whole or not at all: the page tells what the commit came to.
     *
     * @throws jakarta.ws.rs.WebApplicationException where the API refuses
     */
    <T> T act(Function<MagentoAdminResource, T> call) {
        // Whoever acts in another transaction names the same person.
        api();
        return OwnTransaction.run(session, "magento-operate", own -> {
            RealmModel ownRealm = own.getContext().getRealm();
            return call.apply(AdminApi.of(
                    own,
                    ownRealm,
                    Objects.requireNonNull(
                            own.users().getUserById(ownRealm, visitor.user().getId())),
                    client(own)));
        });
    }

    /** Every account that may be meant: what is one account's username can be another's address. */
    List<UserModel> accounts(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        @Nullable UserModel byId = session.users().getUserById(realm, name);
        if (byId != null) {
            return List.of(byId);
        }
        Map<String, UserModel> found = new LinkedHashMap<>();
        Stream.of(UserModel.USERNAME, UserModel.EMAIL)
                .flatMap(field -> session.users()
                        .searchForUserStream(
                                realm, Map.of(field, name, UserModel.EXACT, Boolean.TRUE.toString()), 0, 2))
                .forEach(user -> found.put(user.getId(), user));
        return List.copyOf(found.values());
    }

    /** An address among the auditor's pages. */
    String auditPage(String path, Map<String, String> parameters) {
        return PageUrls.realmResource(session, realm).path("audit").path(path).build() + Place.query(parameters);
    }

    /** The language of the page's own texts. */
    Locale locale() {
        return session.getContext().resolveLocale(null);
    }

    private static ClientModel client(KeycloakSession session) {
        return Objects.requireNonNull(session.getContext().getClient());
    }
}
