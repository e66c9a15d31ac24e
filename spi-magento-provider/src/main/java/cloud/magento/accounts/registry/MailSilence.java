package cloud.magento.accounts.registry;

import org.keycloak.models.KeycloakSession;

/** Has a session's changes of links write to nobody: what an operator does to thousands is not news to each. */
public final class MailSilence {
    private static final String KEPT = "magento.links.silent";

    private MailSilence() {}

    /** From now on, for as long as the session lives. */
    public static void keep(KeycloakSession session) {
        session.setAttribute(KEPT, true);
    }

    public static boolean isKept(KeycloakSession session) {
        return session.getAttribute(KEPT) != null;
    }
}
