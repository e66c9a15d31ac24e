package cloud.magento.accounts.adminapi;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error of the admin REST API as RFC 9457 problem details: {@code title}, {@code status}, {@code detail}. */
final class Problem {
    private Problem() {}

    /** The exception to throw; the detail says what is wrong with the request and how it would be right. */
    static WebApplicationException of(Response.Status status, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", status.getReasonPhrase());
        body.put("status", status.getStatusCode());
        body.put("detail", detail);
        return new WebApplicationException(Response.status(status)
                .type("application/problem+json")
                .entity(body)
                .build());
    }
}
