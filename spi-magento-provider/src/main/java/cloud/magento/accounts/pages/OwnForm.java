package cloud.magento.accounts.pages;

import jakarta.ws.rs.ForbiddenException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Whether a POST comes from a form of ours: it carries the state checker of the sign-in cookie, because that cookie is sent
 * along from other sites too. To be asked once the cookie has been read.
 */
public final class OwnForm {
    /** The attribute in which Keycloak keeps the state checker of the sign-in cookie that it has read. */
    private static final String STATE_CHECKER = "state_checker";

    private OwnForm() {}

    /** @throws ForbiddenException for a form of somebody else's */
    public static void require(KeycloakSession session, @Nullable String given) {
        String expected = stateChecker(session);
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
            throw new ForbiddenException();
        }
    }

    /** What our forms carry. */
    public static String stateChecker(KeycloakSession session) {
        String stateChecker = session.getAttribute(STATE_CHECKER, String.class);
        if (stateChecker == null || stateChecker.isBlank()) {
            throw new ForbiddenException();
        }
        return stateChecker;
    }
}
