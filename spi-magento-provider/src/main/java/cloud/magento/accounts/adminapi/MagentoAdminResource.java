package cloud.magento.accounts.adminapi;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.UserModel;

/** The root of the admin REST API in a realm. */
public final class MagentoAdminResource {
    private final AdminCall call;

    MagentoAdminResource(AdminCall call) {
        this.call = call;
    }

    /** The set-up of this realm. */
    @Path("setup")
    public SetupResource setup() {
        return new SetupResource(call);
    }

    /** The ledger. */
    @Path("ledger")
    public LedgerResource ledger() {
        return new LedgerResource(call);
    }

    /** What a reference leads to. */
    @Path("references/{reference}")
    public ReferenceResource reference(@PathParam("reference") String reference) {
        return new ReferenceResource(call, reference);
    }

    /** The exemption of one account. */
    @Path("users/{id}/exemption")
    public ExemptionResource exemption(@PathParam("id") String id) {
        call.access().requireView();
        return new ExemptionResource(call, user(id));
    }

    /** What the gate would say of one account at an instant. */
    @Path("users/{id}/preview")
    public AccountPreviewResource accountPreview(@PathParam("id") String id) {
        call.access().requireView();
        return new AccountPreviewResource(call, new ReportAccess(call), user(id));
    }

    /** Why one person can or cannot sign in. */
    @Path("users/{id}/diagnosis")
    public DiagnosisResource diagnosis(@PathParam("id") String id) {
        call.access().requireView();
        return new DiagnosisResource(call, user(id));
    }

    /** Who would be stopped at an instant. */
    @Path("preview")
    public PreviewResource preview() {
        return new PreviewResource(call, new ReportAccess(call));
    }

    /** How many will not be linked in time. */
    @Path("forecast")
    public ForecastResource forecast() {
        return new ForecastResource(new ReportAccess(call));
    }

    /** The exemptions in force. */
    @Path("exemptions")
    public ExemptionsResource exemptions() {
        return new ExemptionsResource(call);
    }

    /** Invitations to be linked, or to be linked anew. */
    @Path("invitations")
    public InvitationsResource invitations() {
        return new InvitationsResource(call);
    }

    /** Campaigns that remind people by mail. */
    @Path("campaigns")
    public CampaignsResource campaigns() {
        return new CampaignsResource(call);
    }

    /** How Magento.com fares. */
    @Path("upstream")
    public UpstreamResource upstream() {
        return new UpstreamResource(call, outage());
    }

    /** The declared outage of Magento.com. */
    @Path("outage")
    public OutageResource outage() {
        return new OutageResource(call, new ReportAccess(call));
    }

    /** Groups with a deadline of their own. */
    @Path("cohorts")
    public CohortsResource cohorts() {
        return new CohortsResource(call);
    }

    /** How many accounts are linked. */
    @Path("coverage")
    public CoverageResource coverage() {
        return new CoverageResource(new ReportAccess(call));
    }

    /** Who is linked to whom. */
    @Path("identities")
    public IdentitiesResource identities() {
        return new IdentitiesResource(call, new ReportAccess(call));
    }

    /** The roll-out as one document. */
    @Path("rollout")
    public RolloutResource rollout() {
        return new RolloutResource(call);
    }

    /** What would be said if the policy were enforced now. */
    @Path("interlock")
    public InterlockResource interlock() {
        return new InterlockResource(call);
    }

    /** Where Keycloak's table of links and the registry disagree. */
    @Path("reconcile")
    public ReconcileResource reconcile() {
        return new ReconcileResource(call);
    }

    /** What the realm's configuration leaves open. */
    @Path("doctor")
    public DoctorResource doctor() {
        return new DoctorResource(call);
    }

    /** What our tables have of the realm, to carry it elsewhere. */
    @Path("bundle")
    public BundleResource bundle() {
        return new BundleResource(call);
    }

    /** What this API is, for programs. */
    @Path("openapi")
    public OpenApiResource openApi() {
        return new OpenApiResource(call.access());
    }

    private UserModel user(String id) {
        UserModel user = call.session().users().getUserById(call.realm(), id);
        if (user == null) {
            throw Problem.of(Response.Status.NOT_FOUND, "This realm has no account with this id.");
        }
        return user;
    }
}
