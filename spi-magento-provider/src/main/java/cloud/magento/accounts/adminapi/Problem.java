package cloud.magento.accounts.adminapi;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** An error of the admin REST API as RFC 9457 problem details: {@code title}, {@code status}, {@code detail}. */
final class Problem {
    private Problem() {}

    public record Body(String title, int status, String detail) {}

    /** The exception to throw; the detail says what is wrong with the request and how it would be right. */
    static WebApplicationException of(Response.Status status, String detail) {
        return new WebApplicationException(Response.status(status)
                .type("application/problem+json")
                .entity(new Body(status.getReasonPhrase(), status.getStatusCode(), detail))
                .build());
    }
}
