package cloud.magento.accounts.upstream.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What upstream answers to an authorization request that was pushed to it (RFC 9126, section 2.2).
 *
 * @param requestUri the reference by which the browser tells upstream which request it comes with, once
 * @param lifetimeSeconds for how long that is good, above zero
 */
public record PushedAuthorizationResponse(String requestUri, long lifetimeSeconds) {
    /** Characters of a reference, which travels in the browser's address. */
    public static final int LONGEST = 2_048;

    /**
     * The response, or what was wrong with it. A reference of any scheme will do, since only upstream reads it; but it
     * must be an absolute URI in ASCII without a fragment, as upstream could not make sense of another.
     *
     * @param isOk whether the HTTP status tells of success
     * @param status the HTTP status
     * @param body the JSON object that came, or empty where there was none
     */
    public static Outcome<PushedAuthorizationResponse> of(boolean isOk, int status, Optional<ObjectNode> body) {
        if (!isOk) {
            return Outcome.failed(EndpointError.fault(status, body));
        }
        if (body.isEmpty()) {
            return Outcome.failed(UpstreamFault.NOT_JSON);
        }
        Optional<String> requestUri =
                Json.text(body.get(), "request_uri").filter(PushedAuthorizationResponse::isReference);
        OptionalLong lifetime = Json.seconds(body.get(), "expires_in");
        return requestUri.isEmpty() || lifetime.orElse(0) <= 0
                ? Outcome.failed(UpstreamFault.PUSHED_RESPONSE_INVALID)
                : Outcome.of(new PushedAuthorizationResponse(requestUri.get(), lifetime.getAsLong()));
    }

    private static boolean isReference(String text) {
        if (text.length() > LONGEST || !text.matches("\\p{Graph}+")) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException notUri) {
            return false;
        }
    }

    /** Nothing of the reference: until the browser has used it, it is as good as the request. */
    @Override
    public String toString() {
        return "PushedAuthorizationResponse";
    }
}
