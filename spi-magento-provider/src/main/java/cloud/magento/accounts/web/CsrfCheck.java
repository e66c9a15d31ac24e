package cloud.magento.accounts.web;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.UriUtils;
import org.keycloak.models.KeycloakSession;

/**
 * CSRF protection: whether a POST comes from one of our forms. It must carry the state checker of the sign-in cookie,
 * since other sites' requests send that cookie too. To be asked once the cookie has been read.
 */
public final class CsrfCheck {
    /** The attribute in which Keycloak keeps the state checker of the sign-in cookie that it has read. */
    private static final String STATE_CHECKER = "state_checker";

    /** The notice of a page that is shown in place of what an out-of-date form asked for. */
    public static final String OUTDATED = "outdated";

    private CsrfCheck() {}

    /**
     * Whether it does. A page of ours that was open while the cookie was renewed fails here as another site's form
     * does, so the answer is the page anew, with a word that nothing was done.
     */
    public static boolean isGenuine(KeycloakSession session, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        stateChecker(session).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether the browser says that a POST comes from a page of this server. For forms of people who have no sign-in
     * cookie whose state checker could be asked for; a program that is no browser says nothing, and passes.
     */
    public static boolean isFromHere(KeycloakSession session) {
        HttpHeaders headers = session.getContext().getRequestHeaders();
        @Nullable String site = headers.getHeaderString("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        // A page that sends no referrer sends no origin either, as these do.
        @Nullable String origin = headers.getHeaderString("Origin");
        return origin == null
                || origin.equals("null")
                || origin.equals(
                        UriUtils.getOrigin(session.getContext().getUri().getBaseUri()));
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
