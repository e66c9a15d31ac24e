package cloud.magento.accounts.net;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Allows something a few times at once and then at a steady pace. */
public final class TokenBucket {
    private final int capacity;
    private final long nanosPerToken;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    /**
     * @param capacity how often at once
     * @param pace how long until it is allowed once more
     */
    public TokenBucket(int capacity, Duration pace, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.nanosPerToken = pace.toNanos();
        this.nanoTime = nanoTime;
        this.tokens = capacity;
        this.filledAt = nanoTime.getAsLong();
    }

    /** Whether it is allowed now; if so, that counts as once. */
    public synchronized boolean tryTake() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(capacity, tokens + (double) (now - filledAt) / nanosPerToken);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Takes back that it counted once. */
    public synchronized void giveBack() {
        tokens = Math.min(capacity, tokens + 1);
    }
}
