package cloud.magento.accounts.upstream.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The error of an endpoint that this server calls itself (RFC 6749, section 5.2; RFC 9126, section 2.3). */
public final class EndpointError {
    private EndpointError() {}

    /**
     * What was wrong, of any error that both endpoints can answer.
     *
     * @param status the HTTP status, 400 to 499
     * @param body the JSON object that came, or empty where there was none
     */
    public static UpstreamFault fault(int status, Optional<ObjectNode> body) {
        return code(body)
                .map(EndpointError::fault)
                .orElse(status == 404 ? UpstreamFault.NOT_FOUND : UpstreamFault.REQUEST_REFUSED);
    }

    /** The error's code, such as {@code invalid_client}. */
    public static Optional<String> code(Optional<ObjectNode> body) {
        return body.flatMap(error -> Json.text(error, "error"));
    }

    private static UpstreamFault fault(String error) {
        return switch (error) {
            case "invalid_client", "unauthorized_client" -> UpstreamFault.CLIENT_REFUSED;
            case "temporarily_unavailable", "server_error" -> UpstreamFault.ERROR_UNAVAILABLE;
            case "unmet_authentication_requirements" -> UpstreamFault.AUTHENTICATION_UNMET;
            default -> UpstreamFault.REQUEST_REFUSED;
        };
    }
}
