package cloud.magento.accounts.reminder;

import java.util.Locale;

/** Why an account is not reminded when its turn has come. */
enum Obstacle {
    /** There is no such account any more. */
    ACCOUNT_GONE,
    /** The account is disabled. */
    ACCOUNT_DISABLED,
    /** The account is a client's and nobody's. */
    SERVICE_ACCOUNT,
    /** The account is linked by now. */
    LINKED,
    /** The account is let through. */
    EXEMPT,
    /** The account's directory tells of its person by name alone, so it cannot be linked. */
    DIRECTORY_UNSUPPORTED,
    /** The account has no address. */
    NO_ADDRESS,
    /** Nobody has verified the address, and the campaign writes to verified ones alone. */
    ADDRESS_UNVERIFIED,
    /** It is time for the next step by now, or the deadline has come. */
    STEP_OVER;

    /** The public form, in lower kebab-case. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
