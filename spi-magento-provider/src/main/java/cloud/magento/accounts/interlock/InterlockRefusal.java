package cloud.magento.accounts.interlock;

import cloud.magento.accounts.policy.EnforcementConsent;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change is refused, with problem details (RFC 9457) that name each missing condition. Keycloak's console and command
 * line show {@code errorMessage}. It is told also where there is no answer to put it into: an import beside the server
 * prints what it failed with.
 */
public final class InterlockRefusal extends WebApplicationException {
    private static final long serialVersionUID = 1L;

    static final String TYPE = "magento-interlock";

    private final String reason;

    private InterlockRefusal(String reason, Response response) {
        super(response);
        this.reason = reason;
    }

    /** What is answered. */
    public record Body(
            String type,
            String title,
            int status,
            String detail,
            long stopped,
            List<Missing> conditions,
            String errorMessage) {}

    static InterlockRefusal because(long stopped, List<Missing> missing) {
        String reason = "This would stop people, and was not done. "
                + missing.stream().map(Missing::message).collect(Collectors.joining(" "))
                + " To go on all the same, say why (" + EnforcementConsent.OVERRIDE + ").";
        Response.Status conflict = Response.Status.CONFLICT;
        return new InterlockRefusal(
                reason,
                Response.status(conflict)
                        .type("application/problem+json")
                        .entity(new Body(
                                TYPE,
                                conflict.getReasonPhrase(),
                                conflict.getStatusCode(),
                                reason,
                                stopped,
                                List.copyOf(missing),
                                reason))
                        .build());
    }

    /** What is answered, for a page to say. */
    public Body body() {
        return (Body) getResponse().getEntity();
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
