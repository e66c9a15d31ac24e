package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.adoption.Adoption;
import cloud.magento.accounts.adoption.AdoptionException;
import cloud.magento.accounts.adoption.AdoptionReport;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/**
 * {@code POST setup/adoption?alias=&dryRun=} takes a provider of Keycloak's own types over in place, {@code DELETE}
 * gives it back. Both want the right to manage the realm, as the set-up does, and its identity providers.
 */
public final class AdoptionResource {
    private static final String RESOURCE = "MAGENTO_ADOPTION";
    private static final Set<String> PARAMETERS = Set.of("alias", "dryRun");

    /** What giving back came to; {@code links} of the registry were let go, Keycloak has them as before. */
    public record GivenBack(String alias, boolean dryRun, int links) {}

    private final AdminCall call;

    AdoptionResource(AdminCall call) {
        this.call = call;
    }

    /**
     * Takes the provider over, or goes on with its links.
     *
     * @return 200 with the report; 409 with the same report where something has to be changed first
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response takeOver(@QueryParam("alias") @Nullable String alias, @QueryParam("dryRun") boolean dryRun) {
        Adoption adoption = adoption(alias);
        AdoptionReport report = answered(() -> adoption.takeOver(dryRun));
        if (!dryRun && report.hasBlockers()) {
            return Response.status(Response.Status.CONFLICT).entity(report).build();
        }
        if (!dryRun) {
            call.record(OperationType.ACTION, RESOURCE, Map.of("alias", report.alias(), "links", report.links()));
        }
        return Response.ok(report).build();
    }

    /** Gives the provider back as it was, with Keycloak's links. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public GivenBack giveBack(@QueryParam("alias") @Nullable String alias, @QueryParam("dryRun") boolean dryRun) {
        Adoption adoption = adoption(alias);
        GivenBack result = new GivenBack(String.valueOf(alias), dryRun, answered(() -> adoption.giveBack(dryRun)));
        if (!dryRun) {
            call.record(OperationType.DELETE, RESOURCE, result);
        }
        return result;
    }

    private Adoption adoption(@Nullable String alias) {
        call.access().requireManageRealm();
        call.access().requireManageIdentityProviders();
        call.requireKnown(PARAMETERS);
        if (alias == null || alias.isBlank()) {
            throw Problem.of(Response.Status.BAD_REQUEST, "Name the provider: alias=magento.");
        }
        return new Adoption(call.session(), call.realm(), alias);
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (AdoptionException e) {
            throw Problem.of(
                    e.kind() == AdoptionException.Kind.NOT_FOUND ? Response.Status.NOT_FOUND : Response.Status.CONFLICT,
                    String.valueOf(e.getMessage()));
        }
    }
}
