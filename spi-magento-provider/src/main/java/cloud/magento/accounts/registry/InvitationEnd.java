package cloud.magento.accounts.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an invitation ended, where its state alone does not say. */
public enum InvitationEnd {
    /** An operator withdrew it. */
    OPERATOR(InvitationState.WITHDRAWN),
    /** Another one was sent to the same account. */
    REPLACED(InvitationState.WITHDRAWN),
    /** The account has another email address than the one it was mailed to. */
    ADDRESS_CHANGED(InvitationState.WITHDRAWN),
    /** The account was disabled. */
    ACCOUNT_DISABLED(InvitationState.WITHDRAWN),
    /** The account came to be linked by another way. */
    LINKED(InvitationState.DONE),
    /** The mail server did not take the mail. */
    MAIL_FAILED(InvitationState.FAILED),
    /** The server stopped while the mail was on its way, which may have arrived. */
    INTERRUPTED(InvitationState.FAILED),
    /** Too many wrong passwords or codes were tried with it. */
    TOO_MANY_TRIES(InvitationState.FAILED);

    private final InvitationState state;

    InvitationEnd(InvitationState state) {
        this.state = state;
    }

    /** The state that it leads to. */
    InvitationState state() {
        return state;
    }

    /** The public form, in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<InvitationEnd> ofId(String id) {
        return Arrays.stream(values()).filter(end -> end.id().equals(id)).findFirst();
    }
}
