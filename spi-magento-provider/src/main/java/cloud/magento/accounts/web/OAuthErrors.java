package cloud.magento.accounts.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/** What an application is answered in place of a token (RFC 6749, section 5.2). */
public final class OAuthErrors {
    private OAuthErrors() {}

    /**
     * The answer with an error.
     *
     * @param error one of OAuth's own codes
     * @param description one of ours, by which an application can tell what to do
     */
    public static Response of(Response.Status status, String error, String description) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation(error, description))
                .build();
    }
}
