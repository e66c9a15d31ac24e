package cloud.magento.accounts.policy;

import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts for tests, told from what matters in each. */
final class TestFacts {
    private final Instant now;
    private final boolean serviceAccount;
    private final boolean linked;
    private final boolean throughUpstream;
    private boolean secondFactorMissing;
    private Shortfall shortfall = Shortfall.NONE;
    private boolean outdated;
    private @Nullable Instant exemptUntil;
    private @Nullable Instant cohortDeadline;
    private @Nullable Instant outageUntil;
    private int skipsUsed;

    private TestFacts(Instant now, boolean serviceAccount, boolean linked, boolean throughUpstream) {
        this.now = now;
        this.serviceAccount = serviceAccount;
        this.linked = linked;
        this.throughUpstream = throughUpstream;
    }

    static TestFacts unlinked(Instant now) {
        return new TestFacts(now, false, false, false);
    }

    static TestFacts linked(Instant now, boolean throughUpstream) {
        return new TestFacts(now, false, true, throughUpstream);
    }

    static TestFacts serviceAccount(Instant now) {
        return new TestFacts(now, true, false, false);
    }

    TestFacts withoutSecondFactor() {
        secondFactorMissing = true;
        return this;
    }

    TestFacts fallingShort(Shortfall by) {
        shortfall = by;
        return this;
    }

    TestFacts outdated() {
        outdated = true;
        return this;
    }

    TestFacts exemptUntil(Instant until) {
        exemptUntil = until;
        return this;
    }

    TestFacts cohortDeadline(Instant deadline) {
        cohortDeadline = deadline;
        return this;
    }

    /** Opened by the kept password, in an outage that was declared until then. */
    TestFacts outageUntil(Instant until) {
        outageUntil = until;
        return this;
    }

    TestFacts skipsUsed(int skips) {
        skipsUsed = skips;
        return this;
    }

    LinkFacts build() {
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
                outageUntil,
                skipsUsed);
    }
}
