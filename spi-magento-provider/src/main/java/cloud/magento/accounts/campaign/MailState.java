package cloud.magento.accounts.campaign;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where one reminder of a campaign, to one account, stands. */
public enum MailState {
    /** To be sent when its turn comes. */
    WAITING,
    /** A node has it in hand: from before the mail server is asked until it has answered. */
    SENDING,
    /** The mail server has accepted it. */
    SENT,
    /** The mail server refused it. */
    FAILED,
    /** Nobody knows whether the mail server accepted it. It is never sent again by itself. */
    DOUBTFUL,
    /** When its turn came, there was nothing to remind of any more. */
    SKIPPED;

    /** The public form, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this public form, or empty. */
    public static Optional<MailState> ofId(String id) {
        return Arrays.stream(values()).filter(state -> state.id().equals(id)).findFirst();
    }
}
