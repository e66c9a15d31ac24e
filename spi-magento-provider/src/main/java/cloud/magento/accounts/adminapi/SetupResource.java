package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.setup.RealmSetup;
import cloud.magento.accounts.setup.SetupStep;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.keycloak.events.admin.OperationType;

/**
 * {@code POST setup?dryRun=}: makes in this realm what the policy needs and changes nothing that is as it has to be. It
 * wants the right to manage the realm, since the roles of this API are among what it makes.
 */
public final class SetupResource {
    /** A step as the API tells of it. */
    public record Step(String kind, String name, String outcome) {
        static Step of(SetupStep step) {
            return new Step(step.kind(), step.name(), step.outcome().name().toLowerCase(Locale.ROOT));
        }
    }

    private final AdminCall call;

    SetupResource(AdminCall call) {
        this.call = call;
    }

    /**
     * Sets the realm up.
     *
     * @param dryRun only tell what would be done
     * @return one object a step: {@code kind}, {@code name}, {@code outcome} ({@code present} or {@code changed})
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public List<Step> setUp(@QueryParam("dryRun") boolean dryRun) {
        call.access().requireManageRealm();
        List<Step> steps = RealmSetup.apply(call.session(), call.realm(), dryRun).stream()
                .map(Step::of)
                .toList();
        if (!dryRun) {
            call.record(OperationType.ACTION, "MAGENTO_SETUP", steps);
        }
        return steps;
    }
}
