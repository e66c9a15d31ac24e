package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.InvalidFilterException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;
import org.keycloak.models.KeycloakSession;

/**
 * Refuses parameters that would be passed over: with a misspelt filter a list would hold everybody, and look as if it
 * held only who was asked for.
 */
final class KnownParameters {
    private KnownParameters() {}

    /** @throws InvalidFilterException for a parameter of another name, or one that is there twice */
    static void check(KeycloakSession session, Set<String> known) {
        MultivaluedMap<String, String> sent = session.getContext().getUri().getQueryParameters();
        sent.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new InvalidFilterException("There is no such parameter here; there are "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
            }
            if (values.size() > 1) {
                throw new InvalidFilterException("\"" + name + "\" is given more than once.");
            }
        });
    }
}
