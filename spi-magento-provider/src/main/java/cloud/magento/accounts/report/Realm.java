package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkSettings;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;

/**
 * All that a question in one realm is asked with.
 *
 * @param entities the way to the database
 * @param id the realm's id
 * @param alias the provider's alias
 * @param settings the realm's policy
 * @param now the instant for which it is asked
 * @param cohorts the realm's cohorts
 */
record Realm(EntityManager entities, String id, String alias, LinkSettings settings, Instant now, Cohorts cohorts) {

    /** What of a realm an answer depends on, but for the rows that are counted and the time. */
    record Key(
            String id,
            String alias,
            LinkSettings settings,
            List<Cohorts.Cohort> cohorts,
            List<Coverage.UnapprovedCohort> unapproved) {}

    Key key() {
        return new Key(id, alias, settings, cohorts.all(), cohorts.unapproved());
    }

    /** Whether an unlinked account in no cohort is overdue. */
    boolean deadlinePassed() {
        return passed(settings.enforceFrom());
    }

    boolean passed(Instant deadline) {
        return !now.isBefore(deadline);
    }
}
