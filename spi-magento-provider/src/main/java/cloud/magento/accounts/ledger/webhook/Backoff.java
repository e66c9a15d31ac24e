package cloud.magento.accounts.ledger.webhook;

import java.time.Duration;

/**
 * How long to wait after a delivery that failed: twice as long each time, up to a limit, and never all at one instant.
 */
final class Backoff {
    static final Duration LONGEST = Duration.ofMinutes(5);

    private Backoff() {}

    /**
     * @param first how long the first wait is at most
     * @param attempts how many deliveries have failed in a row, at least 1
     * @param chance between 0, which halves the wait, and 1, which leaves it
     */
    static Duration after(Duration first, int attempts, double chance) {
        int doublings = Math.min(attempts - 1, 30);
        long full = Math.min(first.toMillis() << doublings, LONGEST.toMillis());
        return Duration.ofMillis(full / 2 + Math.round(full / 2.0 * chance));
    }
}
