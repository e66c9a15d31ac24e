package cloud.magento.accounts.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why something was allowed, asked for or refused. One code drives the page's text, the event detail, the log line, the
 * error description and the metric's label, so that what a person reads and what an auditor counts can never differ.
 */
public enum ReasonCode {
    /** The policy has nothing to say yet, or never has for this account. */
    NOT_DUE,
    /** The account is linked and the session came through upstream. */
    LINKED,
    /** An operator let the account through until a date. */
    EXEMPT,
    /** An operator declared an outage of upstream, and the linked account was opened by its kept password meanwhile. */
    OUTAGE_DECLARED,
    /** Reminders have begun; the person may still go on without a link. */
    LINK_REMINDER,
    /** The deadline has passed (or every skip is used up): nothing but linking is left. */
    LINK_REQUIRED,
    /** The account is linked and must be opened through upstream. */
    LOGIN_REQUIRED,
    /** The account kept a second factor, and the login at upstream was without one. */
    SECOND_FACTOR_REQUIRED,
    /** The sign-in is of a lower level than the application, the group or the realm asks for. */
    LEVEL_REQUIRED,
    /** The login at upstream that opened the session is longer ago than the realm allows. */
    LOGIN_TOO_OLD,
    /** The account's link changed after the sign-in, mail or session began, which ended it. */
    LINK_CHANGED,
    /** The upstream identity belongs to another account. */
    ALREADY_LINKED,
    /** The account belongs to another upstream identity. */
    ACCOUNT_ALREADY_LINKED,
    /** The upstream identity that is to take another's place is the same one. */
    SAME_IDENTITY,
    /** People may not disconnect by themselves here. */
    UNLINK_NOT_ALLOWED,
    /** Upstream answered for another person than the one this account belongs to. */
    UPSTREAM_IDENTITY_MISMATCH,
    /** Upstream could not be reached in time, or said that it is out of order. */
    UPSTREAM_UNAVAILABLE,
    /** Upstream answered something that is not a correct answer. */
    UPSTREAM_ANSWER_INVALID,
    /** Upstream's ID token failed a check. */
    UPSTREAM_TOKEN_INVALID,
    /** Upstream refused this broker as its client: a configuration mistake on one of the two sides. */
    UPSTREAM_CONFIGURATION,
    /** The operator has switched the identity provider off. */
    UPSTREAM_DISABLED,
    /** The person, or upstream for the person, said no. */
    UPSTREAM_DENIED,
    /** The answer belongs to a sign-in that is over, was used, or began in another browser or tab. */
    UPSTREAM_ANSWER_STALE,
    /** Unknown upstream identities may not create accounts here. */
    NEW_ACCOUNTS_CLOSED,
    /** The new account would take a name or address that is in use. */
    ACCOUNT_NAME_TAKEN,
    /** A new account needs an address here, and upstream has verified none that it may have. */
    EMAIL_NEEDED,
    /** Something that a sign-in needs here failed: the database, a directory, a mapper. Nothing was changed. */
    SIGN_IN_FAILED,
    /** The account is disabled or locked for a while. */
    ACCOUNT_UNAVAILABLE,
    /** The proof of an existing account was wrong. */
    PROOF_FAILED,
    /** The proof came too late, or too often wrong. */
    PROOF_EXPIRED,
    /** The proof mail could not be sent. */
    PROOF_MAIL_FAILED,
    /** The invitation was used or withdrawn, or its time is over. */
    INVITATION_OVER,
    /** Something that this broker relies on failed: a directory, the database, Keycloak's own model. */
    BROKER_FAULT,
    /** The directory tells of the person by name alone, so that a link would be whoever's that has the name later. */
    DIRECTORY_UNSUPPORTED;

    /** The code's public form in lower kebab-case, for example {@code link-required}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The error that events are told of, for example {@code magento_link_required}. */
    public String error() {
        return "magento_" + id().replace('-', '_');
    }

    /** The OAuth error description: one of those that applications know, whatever came before it. */
    public String oauthError() {
        return switch (this) {
            case LINK_CHANGED, SECOND_FACTOR_REQUIRED, LEVEL_REQUIRED, LOGIN_TOO_OLD -> LOGIN_REQUIRED.error();
            default -> error();
        };
    }

    /** The code with this public form, or empty. */
    public static Optional<ReasonCode> ofId(String id) {
        return Arrays.stream(values()).filter(code -> code.id().equals(id)).findFirst();
    }
}
