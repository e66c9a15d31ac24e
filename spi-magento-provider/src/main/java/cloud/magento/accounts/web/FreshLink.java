package cloud.magento.accounts.web;

import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** That a sign-in has just connected its account, for the first page of ours that its session comes to. */
public final class FreshLink {
    private static final String NOTE = "magento.link.fresh";

    private FreshLink() {}

    public static void mark(AuthenticationSessionModel authSession) {
        authSession.setUserSessionNote(NOTE, "true");
    }

    /** Whether to show the notice; true once only. */
    public static boolean take(UserSessionModel userSession) {
        boolean fresh = userSession.getNote(NOTE) != null;
        if (fresh) {
            userSession.removeNote(NOTE);
        }
        return fresh;
    }
}
