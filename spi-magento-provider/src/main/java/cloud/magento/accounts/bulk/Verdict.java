package cloud.magento.accounts.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done for a row.
 *
 * @param outcome what will have become of it
 * @param how whether anything is done, and in which way
 * @param error and message where nothing can be
 */
record Verdict(Outcome outcome, How how, @Nullable RowError error, String message) {
    enum How {
        NOTHING,
        /** Together with the other rows. */
        TOGETHER,
        /** By Keycloak's own way, which ends what is open and heals what disagrees, in a transaction of its own. */
        ALONE
    }

    static Verdict unchanged() {
        return new Verdict(Outcome.UNCHANGED, How.NOTHING, null, "");
    }

    static Verdict together(Outcome outcome) {
        return new Verdict(outcome, How.TOGETHER, null, "");
    }

    static Verdict alone(Outcome outcome) {
        return new Verdict(outcome, How.ALONE, null, "");
    }

    static Verdict failed(RowError error, String message) {
        return new Verdict(Outcome.FAILED, How.NOTHING, error, message);
    }
}
