package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.SignInWay;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of the accounts that would be stopped are asked for: those for which everything holds that is not null.
 *
 * @param at the instant at which they would be
 * @param client the client's id, as applications name it, of an application into which the account came of late by a
 *     way that is then closed to it
 * @param way such a way
 * @param cohort the id of the cohort's group, or {@link IdentityFilter#NO_COHORT} for accounts in no cohort
 */
public record StoppedFilter(
        Instant at,
        @Nullable String client,
        @Nullable SignInWay way,
        @Nullable String cohort) {
    /** All of them. */
    public static StoppedFilter at(Instant at) {
        return new StoppedFilter(at, null, null, null);
    }

    public StoppedFilter withClient(String clientId) {
        return new StoppedFilter(at, clientId, way, cohort);
    }

    public StoppedFilter withWay(SignInWay wanted) {
        return new StoppedFilter(at, client, wanted, cohort);
    }

    public StoppedFilter withCohort(String id) {
        return new StoppedFilter(at, client, way, id);
    }
}
