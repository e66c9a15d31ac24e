package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.interlock.InterlockRefusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.Urls;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * The admin REST API as a page of ours calls it: the same methods, checks of roles and records, so that a page can do
 * nothing that a program could not.
 */
public final class AdminApi {
    private AdminApi() {}

    /**
     * For somebody of this realm who is signed in.
     *
     * @param client which the page signed them in with
     */
    public static MagentoAdminResource of(
            KeycloakSession session, RealmModel realm, UserModel user, ClientModel client) {
        AccessToken token = new AccessToken();
        token.subject(user.getId());
        token.issuedFor(client.getClientId());
        token.issuer(Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()));
        // By it the ledger knows who does something, here and in transactions of their own.
        session.getContext().setBearerToken(token);
        AdminEventBuilder event = new AdminEventBuilder(
                realm,
                new AdminAuth(realm, token, user, client),
                session,
                session.getContext().getConnection());
        AdminAccess access = new AdminAccess(AdminPermissions.evaluator(session, realm, realm, user), user.getId());
        return new MagentoAdminResource(new AdminCall(session, realm, access, event, false));
    }

    /** What it refuses with where one of these roles is missing. */
    public static WebApplicationException forbidden(List<String> roles) {
        return Problem.of(
                Response.Status.FORBIDDEN,
                "This wants the role " + String.join(" and ", roles) + " of the client realm-management.");
    }

    /** Why the API refused, as it would have told a program; empty where something else went wrong. */
    public static String problem(WebApplicationException refused) {
        Object entity = refused.getResponse().getEntity();
        if (entity instanceof Problem.Body body) {
            return body.detail();
        }
        return entity instanceof InterlockRefusal.Body body ? body.detail() : "";
    }
}
