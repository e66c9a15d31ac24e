package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** {@code GET|PUT|DELETE users/{id}/exemption}: lets one account through the gate, until a date, for a reason. */
public final class ExemptionResource {
    private final Exemptions exemptions;
    private final UserModel user;
    private final AdminCall call;

    ExemptionResource(AdminCall call, UserModel user) {
        this.exemptions = new Exemptions(call.session(), call.realm());
        this.user = user;
        this.call = call;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response get() {
        call.access().requireView();
        Exemption exemption = exemptions.of(user).orElseThrow(ExemptionResource::none);
        call.record(OperationType.ACTION, "MAGENTO_EXEMPTION");
        return Response.ok(ExemptionBody.of(exemption)).build();
    }

    /**
     * Grants an exemption or replaces the one there is.
     *
     * @param wish {@code until}: an ISO 8601 date and time with an offset, in the future; {@code reason}: one line
     */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response put(@Nullable Map<String, Object> wish) {
        call.access().requireManage();
        Exemption exemption = exemption(wish == null ? Map.of() : wish);
        exemptions.grant(user, exemption);
        call.record(OperationType.UPDATE, "MAGENTO_EXEMPTION", ExemptionBody.of(exemption));
        return Response.ok(ExemptionBody.of(exemption)).build();
    }

    @DELETE
    public Response delete() {
        call.access().requireManage();
        if (!exemptions.end(user)) {
            throw none();
        }
        call.record(OperationType.DELETE, "MAGENTO_EXEMPTION");
        return Response.noContent().build();
    }

    private Exemption exemption(Map<String, Object> wish) {
        try {
            Instant until = OffsetDateTime.parse(text(wish, "until")).toInstant();
            Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
            return new Exemption(
                    user.getId(),
                    until,
                    text(wish, "reason").strip(),
                    call.access().actor(),
                    now);
        } catch (DateTimeException e) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "\"until\" must be a date and time with an offset, such as 2027-01-31T00:00:00Z.");
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
                "An exemption needs \"until\" and \"reason\", both as text; \"" + key + "\" is missing.");
    }

    private static RuntimeException none() {
        return Problem.of(Response.Status.NOT_FOUND, "This account has no exemption.");
    }
}
