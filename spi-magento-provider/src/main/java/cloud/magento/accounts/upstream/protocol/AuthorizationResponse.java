package cloud.magento.accounts.upstream.protocol;

import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;

/**
 * What upstream sent along with the browser (RFC 6749, section 4.1.2; RFC 9207).
 *
 * @param code the code, or null
 * @param error the error, or null
 * @param errorDescription the error's description, or null
 * @param issuer {@code iss}, or null
 */
public record AuthorizationResponse(
        @Nullable String code,
        @Nullable String error,
        @Nullable String errorDescription,
        @Nullable String issuer) {

    public static AuthorizationResponse of(MultivaluedMap<String, String> parameters) {
        return new AuthorizationResponse(
                parameters.getFirst("code"),
                parameters.getFirst("error"),
                parameters.getFirst("error_description"),
                parameters.getFirst("iss"));
    }

    /**
     * Whether the person only has to be sent there again: upstream is a Keycloak whose sign-in page timed out, or the
     * pushed request was too old when the browser came with it, and a new one is pushed.
     */
    public boolean asksToBeginAgain() {
        return "invalid_request_uri".equals(error)
                || ("temporarily_unavailable".equals(error)
                        && Constants.AUTHENTICATION_EXPIRED_MESSAGE.equals(errorDescription));
    }

    /** The code, where the response is upstream's and tells of no error. */
    public Outcome<String> code(UpstreamMetadata metadata) {
        if (issuer == null && metadata.issuerInResponse()) {
            return Outcome.failed(UpstreamFault.RESPONSE_ISSUER_MISSING);
        }
        if (issuer != null && !issuer.equals(metadata.issuer())) {
            return Outcome.failed(UpstreamFault.RESPONSE_ISSUER_WRONG);
        }
        if (error != null) {
            return Outcome.failed(fault(error));
        }
        return code == null || code.isBlank() ? Outcome.failed(UpstreamFault.RESPONSE_INCOMPLETE) : Outcome.of(code);
    }

    /** RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6; Unmet Authentication Requirements 1.0. */
    private static UpstreamFault fault(String error) {
        return switch (error) {
            case "access_denied" -> UpstreamFault.ACCESS_DENIED;
            case "unmet_authentication_requirements" -> UpstreamFault.AUTHENTICATION_UNMET;
            case "login_required" -> UpstreamFault.LOGIN_REQUIRED;
            case "interaction_required", "account_selection_required", "consent_required" ->
                UpstreamFault.INTERACTION_REQUIRED;
            case "temporarily_unavailable", "server_error" -> UpstreamFault.ERROR_UNAVAILABLE;
            case "unauthorized_client" -> UpstreamFault.CLIENT_REFUSED;
            case "invalid_request",
                    "invalid_scope",
                    "unsupported_response_type",
                    "request_not_supported",
                    "request_uri_not_supported",
                    "invalid_request_uri",
                    "registration_not_supported" -> UpstreamFault.REQUEST_REFUSED;
            default -> UpstreamFault.ERROR_UNKNOWN;
        };
    }
}
