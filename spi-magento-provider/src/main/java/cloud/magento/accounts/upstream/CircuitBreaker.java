package cloud.magento.accounts.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Leaves an upstream alone that is out of order. After {@value #FAILURES} failures in a row, or where upstream asks for
 * it, requests are refused at once for a moment; then one is let through to see, and the others wait for what becomes of
 * it. So an hour's outage costs one held thread at a time, and its end is noticed within seconds.
 */
final class CircuitBreaker {
    static final int FAILURES = 5;
    static final Duration REST = Duration.ofSeconds(5);
    static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private int failures;
    private boolean resting;
    private boolean probing;
    private long restEnds;

    CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Empty where a request may be made, which must then be reported; else how long to wait. */
    synchronized Optional<Duration> enter() {
        if (!resting) {
            return Optional.empty();
        }
        long left = restEnds - nanoTime.getAsLong();
        if (left > 0) {
            return Optional.of(Duration.ofNanos(left));
        }
        if (probing) {
            return Optional.of(REST);
        }
        probing = true;
        return Optional.empty();
    }

    synchronized void succeeded() {
        failures = 0;
        resting = false;
        probing = false;
    }

    /** A request got no answer; {@code retryAfter} is how long upstream asks to be left alone. */
    synchronized void failed(@Nullable Duration retryAfter) {
        failures++;
        if (probing || failures >= FAILURES || retryAfter != null) {
            Duration rest = retryAfter == null ? REST : retryAfter;
            resting = true;
            restEnds = nanoTime.getAsLong() + (rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest).toNanos();
        }
        probing = false;
    }
}
