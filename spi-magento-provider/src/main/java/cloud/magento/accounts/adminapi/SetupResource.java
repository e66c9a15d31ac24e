package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.adoption.Adoption;
import cloud.magento.accounts.setup.RealmSetup;
import cloud.magento.accounts.setup.SetupStep;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** Where the realm has no provider of ours and one of Keycloak's under our name, which can be taken over. */
    private Optional<Step> proposed() {
        return RealmSetup.providerOf(call.session(), call.realm()).isPresent()
                ? Optional.empty()
                : Adoption.candidate(call.session()).map(alias -> new Step("adoption", alias, "proposed"));
    }

    /** A provider of Keycloak's own that is taken over. */
    @Path("adoption")
    public AdoptionResource adoption() {
        return new AdoptionResource(call);
    }

    /**
     * Sets the realm up.
     *
     * @param dryRun only tell what would be done
     * @return one object a step: {@code kind}, {@code name}, {@code outcome} ({@code present}, {@code kept}, {@code
     *     changed}, {@code repaired}, or {@code proposed} for what another call does)
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public List<Step> setUp(@QueryParam("dryRun") boolean dryRun) {
        call.access().requireManageRealm();
        List<Step> steps = Stream.concat(
                        RealmSetup.apply(call.session(), call.realm(), dryRun).stream()
                                .map(Step::of),
                        proposed().stream())
                .toList();
        if (!dryRun) {
            call.record(OperationType.ACTION, "MAGENTO_SETUP", steps);
        }
        return steps;
    }
}
