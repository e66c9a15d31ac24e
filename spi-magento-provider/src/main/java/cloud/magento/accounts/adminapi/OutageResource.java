package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;

/**
 * {@code GET|POST|DELETE outage}: an outage of Magento.com that an operator declares. Until it ends, which it does by
 * itself, linked people may sign in with the password that they had here.
 */
public final class OutageResource {
    private static final String RESOURCE = "MAGENTO_OUTAGE";
    private static final Set<String> CHANGING = Set.of("dryRun");

    private final AdminCall call;
    private final ReportAccess reports;

    OutageResource(AdminCall call, ReportAccess reports) {
        this.call = call;
        this.reports = reports;
    }

    /** Whether one is in force. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public OutageBody get() {
        call.access().requireView();
        call.requireKnown(Set.of());
        Duration limit = limit();
        return OutageBody.of(outages().inForce(now(), limit).orElse(null), limit.toHours(), null);
    }

    /**
     * Declares one, or gives the one in force another end and reason.
     *
     * @param dryRun only tell what would be
     * @param wish {@code until}: an ISO 8601 date and time with an offset, in the future; {@code reason}: one line
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public OutageBody declare(@QueryParam("dryRun") boolean dryRun, @Nullable Map<String, Object> wish) {
        call.access().requireManage();
        call.requireKnown(CHANGING);
        Duration limit = limit();
        Outage.Wish wished = wish(wish == null ? Map.of() : wish);
        OutageBody.Accounts accounts = accounts();
        try {
            Outage outage = dryRun
                    ? outages().rehearse(wished, now(), limit)
                    : outages().declare(wished, now(), limit);
            OutageBody body = OutageBody.of(outage, limit.toHours(), accounts);
            if (!dryRun) {
                call.record(OperationType.CREATE, RESOURCE, body);
            }
            return body;
        } catch (IllegalArgumentException impossible) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(impossible.getMessage()));
        }
    }

    /**
     * Ends the one in force now.
     *
     * @param dryRun only tell what would be
     */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public OutageBody end(@QueryParam("dryRun") boolean dryRun) {
        call.access().requireManage();
        call.requireKnown(CHANGING);
        Duration limit = limit();
        boolean isThere = dryRun
                ? outages().inForce(now(), limit).isPresent()
                : outages().end(now(), limit).isPresent();
        if (!isThere) {
            throw Problem.of(Response.Status.NOT_FOUND, "No outage is declared in this realm.");
        }
        if (!dryRun) {
            call.record(OperationType.DELETE, RESOURCE);
        }
        return OutageBody.of(null, limit.toHours(), accounts());
    }

    private Outage.Wish wish(Map<String, Object> wish) {
        Instant until = Parameters.instant("until", text(wish, "until"));
        return new Outage.Wish(
                until == null ? now() : until,
                text(wish, "reason").strip(),
                call.access().actor());
    }

    private static String text(Map<String, Object> wish, String key) {
        if (wish.get(key) instanceof String text) {
            return text;
        }
        throw Problem.of(
                Response.Status.BAD_REQUEST,
                "An outage needs \"until\" and \"reason\", both as text; \"" + key + "\" is missing.");
    }

    private OutageBody.Accounts accounts() {
        return OutageBody.Accounts.of(reports.ask(CHANGING, asked -> asked.keptPasswords()));
    }

    private Duration limit() {
        return MagentoProvider.in(call.session(), call.realm())
                .map(MagentoIdentityProviderConfig::outageLimit)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "This realm has no provider: there is no identity provider of type magento, and so nothing"
                                + " that could be out of order."));
    }

    private Outages outages() {
        return new Outages(call.session(), call.realm());
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
