package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.interlock.Interlock;
import cloud.magento.accounts.rollout.Rollout;
import cloud.magento.accounts.rollout.RolloutChange;
import cloud.magento.accounts.rollout.RolloutException;
import cloud.magento.accounts.rollout.RolloutLog;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

/** {@code GET rollout} and {@code PUT rollout?dryRun=}: the roll-out of the realm as one document. */
public final class RolloutResource {
    private static final String RESOURCE = "MAGENTO_ROLLOUT";

    private final AdminCall call;

    RolloutResource(AdminCall call) {
        this.call = call;
    }

    /** The document that says what is: sent back as it is, it changes nothing. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> get() {
        call.access().requireView();
        call.requireKnown(Set.of());
        return rollout().document();
    }

    /**
     * Makes it as the document says.
     *
     * @param dryRun only tell what would be done
     * @param consent what is said where it stops people
     * @return each part, with what became of it
     */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public List<RolloutChange> put(
            @QueryParam("dryRun") boolean dryRun,
            @BeanParam ConsentParameters consent,
            @Nullable Map<String, Object> document) {
        call.access().requireManage();
        call.requireKnown(ConsentParameters.KNOWN);
        consent.check();
        Rollout.Plan plan = plan(document);
        if (plan.changesSettings()) {
            call.access().requireManageIdentityProviders();
        }
        if (plan.changesPolicy() && (dryRun || plan.isInParts())) {
            new Interlock(call.session(), call.realm())
                    .rehearse(own -> Rollout.in(
                                    own,
                                    own.getContext().getRealm(),
                                    call.access().actor())
                            .ifPresent(rollout -> rollout.plan(document).rehearse()));
        }
        if (!dryRun && plan.isChange()) {
            plan.apply(new Record(), Interlock::rehearsed);
            call.record(OperationType.UPDATE, RESOURCE, plan.changes());
        }
        return plan.changes();
    }

    private Rollout.Plan plan(@Nullable Map<String, Object> document) {
        try {
            return rollout().plan(document);
        } catch (RolloutException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Rollout rollout() {
        return Rollout.in(call.session(), call.realm(), call.access().actor())
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "This realm has no provider: there is no identity provider of type magento, and so nothing to"
                                + " roll out."));
    }

    /** The admin events of the single calls. */
    private final class Record implements RolloutLog {
        @Override
        public void settings(String alias, Object representation) {
            call.event()
                    .operation(OperationType.UPDATE)
                    .resource(ResourceType.IDENTITY_PROVIDER)
                    .resourcePath("identity-provider", "instances", alias)
                    .representation(representation)
                    .success();
        }

        @Override
        public void group(String groupId, Object representation) {
            call.event()
                    .operation(OperationType.UPDATE)
                    .resource(ResourceType.GROUP)
                    .resourcePath("groups", groupId)
                    .representation(representation)
                    .success();
        }

        @Override
        public void cohort(String groupId, @Nullable RolloutChange change) {
            call.event()
                    .operation(change == null ? OperationType.DELETE : OperationType.UPDATE)
                    .resource("MAGENTO_COHORT")
                    .resourcePath("magento", "cohorts", groupId)
                    .representation(change == null ? Map.of() : change)
                    .success();
        }

        @Override
        public void exemption(RolloutChange change) {
            call.event()
                    .operation(OperationType.UPDATE)
                    .resource("MAGENTO_EXEMPTION")
                    .resourcePath("magento", "rollout")
                    .representation(change)
                    .success();
        }
    }
}
