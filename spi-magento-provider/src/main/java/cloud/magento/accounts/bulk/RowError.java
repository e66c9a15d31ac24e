package cloud.magento.accounts.bulk;

import java.util.Locale;

/** Why a row could not be done. */
public enum RowError {
    /** The row cannot be read, lacks something, or has something that does not belong together. */
    ROW_INVALID,
    /** No account of the realm is meant. */
    ACCOUNT_UNKNOWN,
    /** Several accounts are meant. */
    ACCOUNT_AMBIGUOUS,
    /** The account is a client's and nobody's. */
    SERVICE_ACCOUNT,
    /** The account is linked to another subject. */
    ACCOUNT_LINKED,
    /** The subject is linked to another account. */
    IDENTITY_LINKED,
    /** The address is expected for another account. */
    ADDRESS_EXPECTED,
    /** The account's directory tells of its person by name alone. */
    DIRECTORY_UNSUPPORTED,
    /** Somebody else changed the same account at this moment. */
    CONFLICT;

    /** The error's public form in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
