package cloud.magento.accounts.doctor;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
    /** Somebody gets past the gate, or people are shut out or left without a page that says what to do. */
    SEVERE,
    /** The gate holds, and people or operators are worse off than they have to be. */
    WARNING,
    /** A choice that the realm made, and what follows from it. */
    NOTE;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
