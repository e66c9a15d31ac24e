package cloud.magento.accounts.registry;

import jakarta.enterprise.context.ContextNotActiveException;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;

/** Who is changing something, told from the request that does it. */
public enum Caller {
    /** The admin REST API, where Keycloak has asked for the role, and the operator's page, which calls it. */
    ADMINISTRATION,
    /** The server itself, outside of any request: an import at its start, a scheduled task. */
    SERVER,
    /** Everybody else: a sign-in in a browser, the account API, a grant. */
    PERSON;

    private static final Pattern ADMINISTRATION_PATH = Pattern.compile("/?(admin/|realms/[^/]+/magento/operate/)");

    public static Caller of(KeycloakSession session) {
        try {
            String path = session.getContext().getHttpRequest().getUri().getPath();
            return ADMINISTRATION_PATH.matcher(path).lookingAt() ? ADMINISTRATION : PERSON;
        } catch (ContextNotActiveException e) {
            return SERVER;
        }
    }
}
