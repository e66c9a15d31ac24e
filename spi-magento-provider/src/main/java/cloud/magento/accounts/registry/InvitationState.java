package cloud.magento.accounts.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an invitation stands. */
public enum InvitationState {
    /** It is written and on its way to the mail server. */
    SENDING,
    /** The mail server has taken the mail. */
    SENT,
    /** Somebody has opened it and pressed the button. */
    OPENED,
    /** The account was linked by it, or by another way after it was sent. */
    DONE,
    /** The mail could not be sent, or too many guesses were made at the account with it. */
    FAILED,
    /** Its time is over. Never stored: it is told by the clock. */
    EXPIRED,
    /** Somebody or something ended it. */
    WITHDRAWN;

    /** The public form, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this public form, or empty. */
    public static Optional<InvitationState> ofId(String id) {
        return Arrays.stream(values()).filter(state -> state.id().equals(id)).findFirst();
    }

    /** Whether the account can still be linked by it. */
    public boolean isLive() {
        return this == SENDING || this == SENT || this == OPENED;
    }
}
