package cloud.magento.accounts.login.step;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What the sign-in page says to somebody who came back to it from another of our pages. It outlives the sign-in's
 * restart, a reload and a change of language, and is forgotten once the person goes on.
 */
public enum SignInNotice {
    /** They have an account here and will connect it once they are signed in. */
    EXISTING_ACCOUNT("magento.sign-in.existing"),
    /** They cancelled before anything was written. */
    CANCELLED("magento.sign-in.cancelled"),
    /** They opened an invitation and have to prove the account by what it has here. */
    INVITED("magento.sign-in.invited"),
    /** A mail alone led to the account, and only a sign-in asks for its second factor. */
    SECOND_FACTOR("magento.sign-in.second-factor");

    private static final String NOTE = "magento.sign-in.notice";

    private final String messageKey;

    SignInNotice(String messageKey) {
        this.messageKey = messageKey;
    }

    public String messageKey() {
        return messageKey;
    }

    /** Stores it for the sign-in page, as a client note, since authentication notes do not outlive a restart. */
    public void store(AuthenticationSessionModel authSession) {
        authSession.setClientNote(NOTE, name());
    }

    public static Optional<SignInNotice> stored(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getClientNote(NOTE)).map(SignInNotice::valueOf);
    }

    public static void forget(AuthenticationSessionModel authSession) {
        authSession.removeClientNote(NOTE);
    }
}
