package cloud.magento.accounts.policy;

import java.time.Instant;
import java.util.Locale;

/** How an account stands towards the policy, as tokens and reports tell it; independent of how a session began. */
public enum LinkStatus {
    /** Tied to an upstream identity. */
    LINKED,
    /** Not tied, and the deadline has not come. */
    DUE,
    /** Not tied, and the deadline has passed. */
    OVERDUE,
    /** Let through until a date. */
    EXEMPT;

    public static LinkStatus of(LinkFacts facts, Instant deadline) {
        if (facts.linked()) {
            return LINKED;
        }
        Instant exemptUntil = facts.exemptUntil();
        if (exemptUntil != null && facts.now().isBefore(exemptUntil)) {
            return EXEMPT;
        }
        return facts.now().isBefore(deadline) ? DUE : OVERDUE;
    }

    /** The value of the claim {@code magento_link_status}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
