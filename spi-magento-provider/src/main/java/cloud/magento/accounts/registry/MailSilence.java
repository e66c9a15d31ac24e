package cloud.magento.accounts.registry;

import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;

/**
 * Has a session's changes of links write to nobody: what an operator does to thousands is not news to each. So it is
 * where a realm, or a part of one, comes in from a file, by a request or at the server's start.
 */
public final class MailSilence {
    private static final String KEPT = "magento.links.silent";

    /** Where Keycloak makes a realm from its representation, and where it takes a part of one. */
    private static final Pattern IMPORT = Pattern.compile("/?admin/realms(/?|/[^/]+/partialImport/?)");

    private MailSilence() {}

    /** From now on, for as long as the session lives. */
    public static void keep(KeycloakSession session) {
        session.setAttribute(KEPT, true);
    }

    public static boolean isKept(KeycloakSession session) {
        return session.getAttribute(KEPT) != null || isImport(session);
    }

    private static boolean isImport(KeycloakSession session) {
        return switch (Caller.of(session)) {
            case SERVER -> true;
            case PERSON -> false;
            case ADMINISTRATION ->
                IMPORT.matcher(session.getContext().getHttpRequest().getUri().getPath())
                        .matches();
        };
    }
}
