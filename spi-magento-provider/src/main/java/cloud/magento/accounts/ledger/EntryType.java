package cloud.magento.accounts.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an entry of the ledger tells of. */
public enum EntryType {
    /** An account was tied to an upstream identity. */
    LINK_MADE,
    /** An account was tied to another upstream identity than before, in one step. */
    LINK_SWITCHED,
    /** A link ended and none took its place. */
    LINK_ENDED,
    /** An account was pre-associated: it is to be linked to whoever upstream vouches for with an email address. */
    LINK_EXPECTED,
    /** A pre-association ended and no link came of it. */
    LINK_NOT_EXPECTED,
    /** An operator invited an account to be linked, or to be linked anew. */
    INVITATION_SENT,
    /** An invitation ended before its time and no link came of it. */
    INVITATION_ENDED,
    /** An operator started a campaign of reminders by mail, or resumed one. */
    CAMPAIGN_STARTED,
    /** An operator stopped a campaign. */
    CAMPAIGN_STOPPED,
    /** A campaign came to its end. */
    CAMPAIGN_ENDED,
    /** The provider was removed, and every link with it. */
    PROVIDER_REMOVED,
    /** An exemption was granted or replaced. */
    EXEMPTION_GRANTED,
    /** An exemption was ended before its time. */
    EXEMPTION_ENDED,
    /** The policy, its cohorts or the issuer were changed, or seen for the first time. */
    POLICY_CHANGED,
    /** The policy came to stop more accounts at once than before, and what was known of it then. */
    ENFORCEMENT_CONFIRMED,
    /** A group's deadline, later than the realm's, was approved. */
    COHORT_APPROVED,
    /** That approval ended. */
    COHORT_WITHDRAWN,
    /** An account came into a group whose members have a deadline of their own. */
    COHORT_JOINED,
    /** An account left such a group. */
    COHORT_LEFT,
    /** A group was moved into such a group or out of one, or was deleted. */
    COHORT_CHANGED,
    /** An outage of upstream was declared, or got another end: until it ends, kept passwords open linked accounts. */
    OUTAGE_DECLARED,
    /** A declared outage was ended before its time. */
    OUTAGE_ENDED,
    /** A bundle was imported, with the ledger whose head this names. */
    BUNDLE_IMPORTED,
    /** The ledger got a log key, or another one than before. */
    LOG_KEY_CHANGED,
    /** An account or an upstream identity was refused. */
    REFUSED,
    /** Somebody wanted a link that another one stands in the way of. */
    CONFLICT,
    /** What earlier entries told of a person was erased. */
    ERASED;

    /** The type's public form in lower kebab-case, for example {@code link-made}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type with this public form, or empty. */
    public static Optional<EntryType> ofId(String id) {
        return Arrays.stream(values()).filter(type -> type.id().equals(id)).findFirst();
    }
}
