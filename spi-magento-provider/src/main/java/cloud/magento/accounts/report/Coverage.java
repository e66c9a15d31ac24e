package cloud.magento.accounts.report;

import java.time.Instant;
import java.util.List;

/**
 * How many accounts are linked, at one instant. Accounts of clients are not counted.
 *
 * @param at when it was counted
 * @param deadline the realm's deadline, for who is in no cohort
 * @param reportOnly whether the policy decides and counts, and stops nobody
 * @param accounts all enabled accounts
 * @param disabled how many accounts are disabled, linked or not
 * @param cohorts every group with a deadline of its own, the earliest first; who belongs to several is in each
 * @param unapproved groups whose later deadline does not hold, since nobody approved it
 * @param everybodyElse the enabled accounts that are in no cohort
 * @param links what there is to say of the links, those of disabled accounts too
 */
public record Coverage(
        Instant at,
        Instant deadline,
        boolean reportOnly,
        Counts accounts,
        long disabled,
        List<CohortCoverage> cohorts,
        List<UnapprovedCohort> unapproved,
        Counts everybodyElse,
        LinkUse links) {
    public Coverage {
        cohorts = List.copyOf(cohorts);
        unapproved = List.copyOf(unapproved);
    }

    /** Enabled accounts: their number is the sum of the four others. */
    public record Counts(long total, long linked, long exempt, long due, long overdue) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    total + other.total,
                    linked + other.linked,
                    exempt + other.exempt,
                    due + other.due,
                    overdue + other.overdue);
        }

        /** Unlinked and not exempt ones are overdue from the deadline on. */
        static Counts of(long total, long linked, long exempt, boolean deadlinePassed) {
            long open = total - linked - exempt;
            return new Counts(total, linked, exempt, deadlinePassed ? 0 : open, deadlinePassed ? open : 0);
        }
    }

    /**
     * A group with a deadline of its own.
     *
     * @param id the group's id, by which its members can be listed
     * @param name the group's path
     * @param deadline its deadline; for a member of another cohort too, the earlier one decides whether it is due
     * @param accounts its enabled members, those of its subgroups too
     */
    public record CohortCoverage(String id, String name, Instant deadline, Counts accounts) {}

    /**
     * A group whose deadline would be later than the realm's, and was not approved.
     *
     * @param id the group's id
     * @param name the group's path
     * @param deadline what it states
     */
    public record UnapprovedCohort(String id, String name, Instant deadline) {}

    /**
     * The links.
     *
     * @param total how many there are
     * @param neverUsed without a sign-in through upstream since the link was made
     * @param unusedSince the instant of {@code unused}, {@value Reports#UNUSED_DAYS} days ago
     * @param unused made before that instant, and without a sign-in through upstream from then on
     */
    public record LinkUse(long total, long neverUsed, Instant unusedSince, long unused) {}
}
