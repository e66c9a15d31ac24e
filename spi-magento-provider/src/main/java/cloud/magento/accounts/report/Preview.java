package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.SignInWay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many accounts would be stopped at an instant, if nothing but the date changed from now on. It tells of a realm
 * that only reports what it would be if it did not. Accounts that are disabled, of clients, or that a user federation
 * does not import are not counted.
 *
 * @param at the instant
 * @param counted when it was counted
 * @param reportOnly whether the policy stops nobody as it is now
 * @param deadline the realm's deadline
 * @param stopped all that are stopped
 * @param withoutSignIn how many of them signed in nowhere since {@code signInsSince}, as far as is known
 * @param ways how many of them came in of late by a way that is then closed to them; who came by several is in each
 * @param cohorts every group with a deadline of its own, the earliest first; who belongs to several is in each
 * @param everybodyElse those in no cohort
 * @param applications where they came in of late, the most of them first; who came into several is in each
 * @param signInsSince the first day of which sign-ins are known, at most {@code SignInUses.KEPT_DAYS} ago; null where
 *     none is
 */
public record Preview(
        Instant at,
        Instant counted,
        boolean reportOnly,
        Instant deadline,
        Stops stopped,
        long withoutSignIn,
        Map<SignInWay, Long> ways,
        List<CohortStops> cohorts,
        Stops everybodyElse,
        List<ApplicationStops> applications,
        @Nullable LocalDate signInsSince) {
    public Preview {
        ways = Map.copyOf(ways);
        cohorts = List.copyOf(cohorts);
        applications = List.copyOf(applications);
    }

    /**
     * A group with a deadline of its own.
     *
     * @param id the group's id
     * @param name the group's path
     * @param deadline its deadline; for a member of another cohort too, the earlier one decides
     * @param stopped its members that are stopped
     */
    public record CohortStops(String id, String name, Instant deadline, Stops stopped) {}

    /**
     * An application.
     *
     * @param clientId the client's id, as applications name it
     * @param name the client's name, if it has one
     * @param stopped the accounts that came into it of late and then cannot
     * @param ways how many of them came by a way that is then closed to them
     */
    public record ApplicationStops(
            String clientId, @Nullable String name, Stops stopped, Map<SignInWay, Long> ways) {
        public ApplicationStops {
            ways = Map.copyOf(ways);
        }
    }
}
