package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an account is to the policy at one instant; every account is one of all but {@link #UNLINKED}. */
public enum IdentityState {
    /** Enabled and tied to an upstream identity. */
    LINKED,
    /** Enabled, not tied, and its deadline has not come. */
    DUE,
    /** Enabled, not tied, and its deadline has passed. */
    OVERDUE,
    /** Enabled, not tied, and let through until a date. */
    EXEMPT,
    /** In filters only: due, overdue or exempt. */
    UNLINKED,
    /** Not enabled, tied or not. */
    DISABLED;

    static IdentityState of(LinkStatus status) {
        return switch (status) {
            case LINKED -> LINKED;
            case DUE -> DUE;
            case OVERDUE -> OVERDUE;
            case EXEMPT -> EXEMPT;
        };
    }

    /** The public form, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<IdentityState> withId(String id) {
        return Arrays.stream(values()).filter(state -> state.id().equals(id)).findFirst();
    }
}
