package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.StoredTime;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a question in one realm is asked with.
 *
 * @param entities the way to the database
 * @param id the realm's id
 * @param alias the provider's alias
 * @param settings the realm's policy
 * @param now the instant for which it is asked
 * @param cohorts the realm's cohorts
 * @param outageUntil until when an outage is declared; null where none is
 */
record Realm(
        EntityManager entities,
        String id,
        String alias,
        LinkSettings settings,
        Instant now,
        Cohorts cohorts,
        @Nullable Instant outageUntil) {

    /** What of a realm an answer depends on, but for the rows that are counted and the time. */
    record Key(
            String id,
            String alias,
            LinkSettings settings,
            List<Cohorts.Cohort> cohorts,
            List<Coverage.UnapprovedCohort> unapproved,
            @Nullable Instant outageUntil) {}

    /** The same at another instant, where the policy stops whom it now may only report. */
    Realm enforcedAt(Instant at) {
        return new Realm(entities, id, alias, settings.enforced(), at, cohorts, outageUntil);
    }

    Key key() {
        return new Key(id, alias, settings, cohorts.all(), cohorts.unapproved(), outageUntil);
    }

    /** Whether an unlinked account in no cohort is overdue. */
    boolean deadlinePassed() {
        return passed(settings.enforceFrom());
    }

    /** Whether a declared outage lets kept passwords open linked accounts then. */
    boolean isOutage() {
        return outageUntil != null && now.isBefore(outageUntil);
    }

    boolean passed(Instant deadline) {
        return !now.isBefore(deadline);
    }

    /** The condition that {@code u} is an account of a person here: none of a client's, and none of another realm. */
    Sql people(Sql sql) {
        return sql.add("u.REALM_ID = ").bind(id).add(" and u.SERVICE_ACCOUNT_CLIENT_LINK is null");
    }

    /** The exemptions {@code e} that are in force, to be selected from. */
    Sql exemptions(Sql sql) {
        return sql.add("{h-schema}MAGENTO_EXEMPTION e where e.REALM_ID = ")
                .bind(id)
                .add(" and e.UNTIL_AT > ")
                .bind(StoredTime.millis(now));
    }
}
