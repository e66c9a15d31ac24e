package cloud.magento.accounts.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The moment by which everything that one request of a browser asks of upstream must be over. All calls of that request
 * share it, so that a slow upstream holds a thread once for that long, not once per call.
 */
public final class CallDeadline {
    private final long endNanos;
    private final long budgetNanos;

    private CallDeadline(long budgetNanos) {
        this.budgetNanos = budgetNanos;
        this.endNanos = System.nanoTime() + budgetNanos;
    }

    public static CallDeadline in(Duration budget) {
        return new CallDeadline(budget.toNanos());
    }

    /**
     * Whether most of the time is left. An answer that does not come within less tells of what was asked before, not of
     * whom is asked now.
     */
    public boolean isAmple() {
        return 2 * (endNanos - System.nanoTime()) >= budgetNanos;
    }

    /** How long one may wait in line, so that time is left for the answer: half of what there is. */
    public Duration maxWait() {
        return Duration.ofMillis(remainingMillis() / 2);
    }

    /** Milliseconds left, never below zero. */
    public long remainingMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
    }

    public boolean isOver() {
        return endNanos - System.nanoTime() <= 0;
    }
}
