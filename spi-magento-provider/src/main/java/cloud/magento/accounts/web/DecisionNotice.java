package cloud.magento.accounts.web;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What came of a decision that a person made in a sign-in, for the account page that the sign-in comes back to: said
 * once, and not again when the page is loaded again or in another language. It lies in the session, so no address can
 * claim it.
 */
public enum DecisionNotice {
    /** The account is connected. */
    CONNECTED,
    /** The account is connected to another identity than before. */
    SWITCHED,
    /** Nothing has been connected or changed. */
    CANCELLED;

    private static final String NOTE = "magento.notice";

    /** The notice's name in message keys, for example {@code connected}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Leaves it for the account page; any other application tells by itself what came of what it asked for. */
    public void leave(AuthenticationSessionModel signIn) {
        if (SignInUrl.isOurs(signIn.getClient())) {
            signIn.setUserSessionNote(NOTE, name());
        }
    }

    /** Whoever reads it says it; it is not there the next time. */
    public static Optional<DecisionNotice> take(UserSessionModel userSession) {
        @Nullable String left = userSession.getNote(NOTE);
        if (left != null) {
            userSession.removeNote(NOTE);
        }
        return Stream.of(values()).filter(notice -> notice.name().equals(left)).findFirst();
    }
}
