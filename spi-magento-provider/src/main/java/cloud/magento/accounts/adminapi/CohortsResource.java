package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.report.CohortList;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;

/**
 * {@code GET cohorts}, {@code GET|PUT|DELETE cohorts/{group}}: approves a group's deadline that is later than the
 * realm's. The attribute itself is written by Keycloak's own API, for which editing groups is enough; so it alone gives
 * nobody time.
 */
public final class CohortsResource {
    private static final int USUAL_PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private final AdminCall call;

    CohortsResource(AdminCall call) {
        this.call = call;
    }

    /**
     * A page of the groups that state a deadline or have one approved.
     *
     * @param after {@code next} of the page before
     * @param max how many at most
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public CohortBody.Page list(@QueryParam("after") @Nullable String after, @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(Set.of("after", "max"));
        int size = max == null ? USUAL_PAGE : (int) Parameters.number("max", max, 1, MAX_PAGE);
        List<CohortList.Entry> entries = cohorts().page(after, size + 1);
        return new CohortBody.Page(
                entries.stream().limit(size).map(CohortBody::of).toList(),
                entries.size() > size ? entries.get(size - 1).id() : null);
    }

    @GET
    @Path("{group}")
    @Produces(MediaType.APPLICATION_JSON)
    public CohortBody get(@PathParam("group") String group) {
        call.access().requireView();
        CohortList cohorts = cohorts();
        return withMembers(cohorts, cohort(cohorts, group));
    }

    /**
     * Approves the deadline that the group states, in place of any that was approved for it.
     *
     * @param dryRun only tell what would be
     * @param wish {@code deadline}: the one that the group states, so that nobody approves another one than they saw;
     *     {@code reason}: one line
     */
    @PUT
    @Path("{group}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public CohortBody approve(
            @PathParam("group") String group,
            @QueryParam("dryRun") boolean dryRun,
            @BeanParam ConsentParameters consent,
            @Nullable Map<String, Object> wish) {
        call.access().requireManage();
        call.requireKnown(ConsentParameters.KNOWN);
        consent.check();
        CohortList cohorts = cohorts();
        CohortList.Entry now = cohort(cohorts, group);
        CohortApproval approval = approval(now, wish == null ? Map.of() : wish);
        CohortBody body = withMembers(cohorts, cohorts.with(now, approval));
        if (!dryRun) {
            new CohortApprovals(call.session(), call.realm()).approve(approval);
            call.record(OperationType.UPDATE, "MAGENTO_COHORT", body);
        }
        return body;
    }

    /**
     * Ends the approval: from now on the realm's deadline holds for the group's members, where its own is later.
     *
     * @param dryRun only tell what would be
     */
    @DELETE
    @Path("{group}")
    @Produces(MediaType.APPLICATION_JSON)
    public CohortBody withdraw(
            @PathParam("group") String group,
            @QueryParam("dryRun") boolean dryRun,
            @BeanParam ConsentParameters consent) {
        call.access().requireManage();
        call.requireKnown(ConsentParameters.KNOWN);
        consent.check();
        CohortList cohorts = cohorts();
        CohortList.Entry now = cohort(cohorts, group);
        if (now.approval() == null) {
            throw Problem.of(Response.Status.NOT_FOUND, "Nothing was approved for this group.");
        }
        CohortBody body = withMembers(cohorts, cohorts.with(now, null));
        if (!dryRun) {
            new CohortApprovals(call.session(), call.realm()).withdraw(group);
            call.record(OperationType.DELETE, "MAGENTO_COHORT");
        }
        return body;
    }

    private CohortApproval approval(CohortList.Entry cohort, Map<String, Object> wish) {
        Instant stated = cohort.deadline();
        if (stated == null) {
            throw Problem.of(
                    Response.Status.CONFLICT,
                    "This group states no deadline that can be read. Set its attribute " + CohortDate.ATTRIBUTE
                            + " first.");
        }
        Instant deadline = CohortDate.read(text(wish, "deadline"))
                .orElseThrow(() -> Problem.of(
                        Response.Status.BAD_REQUEST,
                        "\"deadline\" must be a date and time with an offset, such as 2027-01-31T00:00:00Z, or"
                                + " a date."));
        if (!deadline.equals(stated)) {
            throw Problem.of(
                    Response.Status.CONFLICT,
                    "This group states the deadline " + stated + ", which is not the one to be approved. Look at it"
                            + " again, and approve the one that you want.");
        }
        try {
            return new CohortApproval(
                    cohort.id(),
                    deadline,
                    text(wish, "reason").strip(),
                    call.access().actor(),
                    Instant.ofEpochMilli(Time.currentTimeMillis()));
        } catch (IllegalArgumentException impossible) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(impossible.getMessage()));
        }
    }

    private static String text(Map<String, Object> wish, String key) {
        if (wish.get(key) instanceof String text) {
            return text;
        }
        throw Problem.of(
                Response.Status.BAD_REQUEST,
                "An approval needs \"deadline\" and \"reason\", both as text; \"" + key + "\" is missing.");
    }

    private CohortList cohorts() {
        return ReportAccess.reports(call.session(), call.realm()).cohortList();
    }

    private static CohortList.Entry cohort(CohortList cohorts, String group) {
        return cohorts.one(group)
                .orElseThrow(() -> Problem.of(Response.Status.NOT_FOUND, "This realm has no group with this id."));
    }

    private static CohortBody withMembers(CohortList cohorts, CohortList.Entry cohort) {
        return CohortBody.of(cohort, cohorts.members(cohort.id()));
    }
}
