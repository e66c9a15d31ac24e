package cloud.magento.accounts.bulk;

import java.util.Locale;

/** What can become of a row. */
public enum Outcome {
    LINKED,
    RELINKED,
    UNLINKED,
    /** Pre-associated. */
    EXPECTED,
    EXEMPTED,
    UNEXEMPTED,
    /** A mail was sent. */
    INVITED,
    /** All was as the row wants it. */
    UNCHANGED,
    FAILED;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
