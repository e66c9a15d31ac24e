package cloud.magento.accounts.diagnosis;

import java.util.Locale;

/** Whether somebody comes in on a page, and how. */
public enum Verdict {
    /** By whatever way the person is used to. */
    YES,
    /** By what the account has here, and not through Magento.com. */
    LOCAL_ONLY,
    /** Through Magento.com alone. */
    UPSTREAM_ONLY,
    /** The sign-in stops at a page that asks to connect, and goes on once that is done. */
    AFTER_CONNECTING,
    /** Not as things are. */
    NO;

    /** The public form, in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
