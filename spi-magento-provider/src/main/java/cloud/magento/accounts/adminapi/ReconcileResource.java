package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.adoption.AdoptionException;
import cloud.magento.accounts.adoption.Reconciliation;
import cloud.magento.accounts.adoption.ReconciliationReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import org.keycloak.events.admin.OperationType;

/**
 * {@code GET reconcile} names every link on which Keycloak's table and the registry disagree; {@code POST
 * reconcile?dryRun=} mends what is certain.
 */
public final class ReconcileResource {
    private static final String RESOURCE = "MAGENTO_RECONCILIATION";

    private final AdminCall call;

    ReconcileResource(AdminCall call) {
        this.call = call;
    }

    /** Names them, and changes nothing. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public ReconciliationReport name() {
        call.access().requireView();
        call.requireKnown(Set.of());
        ReconciliationReport report = reconcile(true);
        call.record(OperationType.ACTION, RESOURCE);
        return report;
    }

    /** Mends what is certain. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public ReconciliationReport mend(@QueryParam("dryRun") boolean dryRun) {
        call.access().requireManage();
        call.requireKnown(Set.of("dryRun"));
        ReconciliationReport report = reconcile(dryRun);
        call.record(
                OperationType.ACTION,
                RESOURCE,
                Map.of(
                        "dryRun", dryRun,
                        "adopted", report.notInRegistry().count(),
                        "ended", report.notInKeycloak().count()));
        return report;
    }

    private ReconciliationReport reconcile(boolean dryRun) {
        try {
            return new Reconciliation(call.session(), call.realm()).reconcile(dryRun);
        } catch (AdoptionException e) {
            throw Problem.of(Response.Status.CONFLICT, String.valueOf(e.getMessage()));
        }
    }
}
