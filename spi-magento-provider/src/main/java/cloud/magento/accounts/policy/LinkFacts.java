package cloud.magento.accounts.policy;

import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that the policy looks at, gathered by whoever asks.
 *
 * @param now the moment of the question
 * @param serviceAccount whether the account belongs to a client and not to a person
 * @param linked whether the account is tied to an upstream identity
 * @param throughUpstream whether this session was opened by a login at upstream
 * @param secondFactorMissing whether this session was opened by a login at upstream that was weaker than the account
 * was before it was linked: without the second factor that it kept
 * @param shortfall how far the sign-in or session falls short of the level and age that are wanted of it
 * @param outdated whether the sign-in or session in question began before the account's link changed last
 * @param exemptUntil until when (exclusive) the account is let through, or null
 * @param cohortDeadline the earliest deadline of the account's cohorts, or null where none has one
 * @param outageUntil until when (exclusive) a declared outage of upstream lets the kept password, by which this session
 *     was opened, count; null where none was declared or the session was opened by anything else
 * @param skipsUsed how many reminders the person has skipped
 */
public record LinkFacts(
        Instant now,
        boolean serviceAccount,
        boolean linked,
        boolean throughUpstream,
        boolean secondFactorMissing,
        Shortfall shortfall,
        boolean outdated,
        @Nullable Instant exemptUntil,
        @Nullable Instant cohortDeadline,
        @Nullable Instant outageUntil,
        int skipsUsed) {

    public LinkFacts {
        if (skipsUsed < 0) {
            throw new IllegalArgumentException("skipsUsed is a count, not " + skipsUsed);
        }
    }

    /** The same facts with an exemption. */
    public LinkFacts exemptUntil(@Nullable Instant until) {
        return new LinkFacts(
                now,
                serviceAccount,
                linked,
                throughUpstream,
                secondFactorMissing,
                shortfall,
                outdated,
                until,
                cohortDeadline,
                outageUntil,
                skipsUsed);
    }

    /** The same facts in a declared outage. */
    public LinkFacts outageUntil(@Nullable Instant until) {
        return new LinkFacts(
                now,
                serviceAccount,
                linked,
                throughUpstream,
                secondFactorMissing,
                shortfall,
                outdated,
                exemptUntil,
                cohortDeadline,
                until,
                skipsUsed);
    }
}
