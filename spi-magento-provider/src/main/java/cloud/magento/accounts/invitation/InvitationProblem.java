package cloud.magento.accounts.invitation;

import java.util.Locale;

/** Why an account cannot be invited, and what to do. */
public enum InvitationProblem {
    /** No account of the realm is meant. */
    ACCOUNT_UNKNOWN("This realm has no such account."),
    /** The realm has no mail server. */
    NO_MAIL_SERVER("The realm has no mail server. Set one in the realm's settings, under Email."),
    /** The account is disabled. */
    ACCOUNT_DISABLED("The account is disabled. Enable it first."),
    /** The account is a client's and nobody's. */
    SERVICE_ACCOUNT("This account is a client's; nobody signs in to it."),
    /** The account's directory tells of its person by name alone. */
    DIRECTORY_UNSUPPORTED("The account's directory tells of its person by name alone, so it cannot be linked."),
    /** The account has no address. */
    NO_ADDRESS("The account has no email address."),
    /** The mail would be all the proof there is, and nobody has allowed for that. */
    NOTHING_TO_PROVE_BY("The account has no password and nothing else to prove it by. Give it a new password and tell"
            + " the person by another way; or allow the mail to be proof enough, with mailAlone."),
    /** The mail would be all the proof there is, and the address is not verified. */
    ADDRESS_UNVERIFIED("The mail would be all the proof there is, and the account's address is not verified."),
    /** The account has a second factor that nothing asks for without a first one. */
    SECOND_FACTOR_ALONE("The account has a security key or recovery codes and no password, so nothing would ask for"
            + " them. Give it a new password and tell the person by another way."),
    /** As many as may be sent in this hour were sent; the row is to be sent again later. */
    POSTPONED(
            "As many invitations were sent as the realm sends in an hour, or to this account as it gets in a day. Send"
                    + " this one again later."),
    /** The mail server did not take the mail. */
    MAIL_FAILED("The mail could not be sent. Look at the realm's mail server and at the address, and invite again."),
    /** Somebody else invites the same account at this moment. */
    CONFLICT("Somebody else invited or linked the same account at this moment. Send this one again.");

    private final String message;

    InvitationProblem(String message) {
        this.message = message;
    }

    /** For the operator, in English. */
    public String message() {
        return message;
    }

    /** The problem's public form in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
