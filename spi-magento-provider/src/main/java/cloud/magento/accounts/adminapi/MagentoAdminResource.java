package cloud.magento.accounts.adminapi;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** The root of the admin REST API in a realm. */
public final class MagentoAdminResource {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminAccess access;
    private final AdminEventBuilder adminEvent;

    MagentoAdminResource(KeycloakSession session, RealmModel realm, AdminAccess access, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.access = access;
        this.adminEvent = adminEvent;
    }

    /** The set-up of this realm. */
    @Path("setup")
    public SetupResource setup() {
        return new SetupResource(session, realm, access, adminEvent);
    }

    /** The record. */
    @Path("ledger")
    public LedgerResource ledger() {
        return new LedgerResource(session, realm, access, adminEvent);
    }

    /** What a reference leads to. */
    @Path("references/{reference}")
    public ReferenceResource reference(@PathParam("reference") String reference) {
        return new ReferenceResource(session, realm, reference, access, adminEvent);
    }

    /** The exemption of one account. */
    @Path("users/{id}/exemption")
    public ExemptionResource exemption(@PathParam("id") String id) {
        access.requireView();
        return new ExemptionResource(session, realm, user(id), access, adminEvent);
    }

    /** Groups with a deadline of their own. */
    @Path("cohorts")
    public CohortsResource cohorts() {
        return new CohortsResource(session, realm, access, adminEvent);
    }

    /** How many accounts are linked. */
    @Path("coverage")
    public CoverageResource coverage() {
        return new CoverageResource(new ReportAccess(session, realm, access));
    }

    /** Who is linked to whom. */
    @Path("identities")
    public IdentitiesResource identities() {
        return new IdentitiesResource(session, realm, new ReportAccess(session, realm, access), adminEvent);
    }

    /** What this API is, for programs. */
    @Path("openapi")
    public OpenApiResource openApi() {
        return new OpenApiResource(access);
    }

    private UserModel user(String id) {
        UserModel user = session.users().getUserById(realm, id);
        if (user == null) {
            throw Problem.of(Response.Status.NOT_FOUND, "This realm has no account with this id.");
        }
        return user;
    }
}
