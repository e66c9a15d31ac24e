package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.AdminApi;
import cloud.magento.accounts.adminapi.MagentoAdminResource;
import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.policy.LinkRoles;
import cloud.magento.accounts.transaction.OwnTransaction;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

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

    /** The language of the page's own texts. */
    Locale locale() {
        return session.getContext().resolveLocale(null);
    }

    private static ClientModel client(KeycloakSession session) {
        return Objects.requireNonNull(session.getContext().getClient());
    }
}
