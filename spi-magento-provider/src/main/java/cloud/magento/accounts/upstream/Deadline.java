package cloud.magento.accounts.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The moment by which everything that one request of a browser asks of upstream must be over. All calls of that request
 * share it, so that a slow upstream holds a thread once for that long, not once per call.
 */
final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos());
    }

    /** Milliseconds left, never below zero. */
    long remainingMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
    }

    boolean isOver() {
        return endNanos - System.nanoTime() <= 0;
    }
}
