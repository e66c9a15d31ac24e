package cloud.magento.accounts.broker;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/**
 * Leads whoever opens the server's root to their account: Keycloak leads from there to the admin console, which few
 * are looking for. As long as there is no administrator Keycloak asks for one there instead, and that stays.
 */
@Provider
public class RootRedirect implements ContainerResponseFilter {
    /** Relative to the root, whatever the server is called from outside. */
    private static final String ACCOUNT = "user";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        boolean isRoot = path.isEmpty() || path.equals("/");
        if (isRoot
                && request.getMethod().equals(HttpMethod.GET)
                && response.getStatus() == Response.Status.FOUND.getStatusCode()) {
            response.getHeaders().putSingle(HttpHeaders.LOCATION, ACCOUNT);
        }
    }
}
