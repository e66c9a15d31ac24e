package cloud.magento.accounts.net;

import java.util.Optional;

/**
 * Keeps an upstream that is out of order from using up this server. After {@value #FAILURES} failures in a row the
 * circuit is open: at most {@value #TRIALS} requests are under way at once, each a trial, and whoever comes meanwhile
 * is refused at once. The first trial that succeeds closes it. There is no fixed open time: as soon as a trial is
 * answered, even with an error, the next request is tried, and the first success closes the circuit for all.
 */
public final class CircuitBreaker {
    public static final int FAILURES = 5;
    public static final int TRIALS = 3;

    private int failures;
    private boolean open;
    private int trials;

    /**
     * What became of a request. One that says nothing of upstream, such as one that came too late, is {@code UNKNOWN}.
     */
    public enum Result {
        SUCCESS,
        FAILURE,
        UNKNOWN
    }

    /** Leave to make one request, which must then be reported. */
    public record Permit(boolean isTrial) {}

    /** Empty where the circuit is open and as many trials as may be are under way. */
    public synchronized Optional<Permit> enter() {
        if (!open) {
            return Optional.of(new Permit(false));
        }
        if (trials >= TRIALS) {
            return Optional.empty();
        }
        trials++;
        return Optional.of(new Permit(true));
    }

    /** Whether so many requests in a row have failed that only trials are made. */
    public synchronized boolean isOpen() {
        return open;
    }

    /** What was out of order is back, as something else has shown; trials that are under way are still reported. */
    public synchronized void close() {
        failures = 0;
        open = false;
    }

    public synchronized void report(Permit permit, Result result) {
        if (permit.isTrial()) {
            trials--;
        }
        if (result == Result.SUCCESS) {
            failures = 0;
            open = false;
        } else if (result == Result.FAILURE) {
            failures++;
            open = failures >= FAILURES;
        }
    }
}
