package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.diagnosis.Diagnosis;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;

/** {@code GET users/{id}/diagnosis}: why one person can or cannot sign in. */
public final class DiagnosisResource {
    private final AdminCall call;
    private final UserModel user;

    DiagnosisResource(AdminCall call, UserModel user) {
        this.call = call;
        this.user = user;
    }

    /**
     * Diagnoses.
     *
     * @param client the application that the person wants to sign in to
     * @param at the instant; without it now
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public DiagnosisBody diagnose(
            @QueryParam("client") @Nullable String client, @QueryParam("at") @Nullable String at) {
        return new DiagnosisBody.Writer(call.session(), call.realm(), user).body(found(client, at));
    }

    /** The same for a page of ours. */
    public Diagnosis found(@Nullable String client, @Nullable String at) {
        call.access().requireViewUser(user);
        call.requireKnown(Set.of("client", "at"));
        Diagnosis found = Diagnosis.of(call.session(), call.realm(), user, client(client), instant(at))
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "This realm has no provider: there is no identity provider of type magento, and so nothing"
                                + " that would stop anybody."));
        call.record(OperationType.ACTION, "MAGENTO_DIAGNOSIS");
        return found;
    }

    private @Nullable ClientModel client(@Nullable String clientId) {
        if (clientId == null || clientId.isEmpty()) {
            return null;
        }
        ClientModel client = call.realm().getClientByClientId(clientId);
        if (client == null) {
            throw Problem.of(Response.Status.BAD_REQUEST, "\"client\" is the id of a client of this realm.");
        }
        return client;
    }

    /** What was said of an account in the past nobody knows; a moment ago is now. */
    private static @Nullable Instant instant(@Nullable String at) {
        Instant asked = Parameters.instant("at", at == null || at.isEmpty() ? null : at);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        if (asked != null && asked.isBefore(now.minusSeconds(60))) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "\"at\" lies ahead: why somebody could not sign in earlier, the references of the refusals tell.");
        }
        return asked;
    }
}
