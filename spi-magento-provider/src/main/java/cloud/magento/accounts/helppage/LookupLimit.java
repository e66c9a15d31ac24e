package cloud.magento.accounts.helppage;

import cloud.magento.accounts.net.ClientNetwork;
import cloud.magento.accounts.net.RecentlyUsed;
import cloud.magento.accounts.net.TokenBucket;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often references may be looked up: a few times by one caller, and not much more often by all of them together.
 * Against enumeration: who has a reference finds it, who guesses many is limited.
 */
public final class LookupLimit {
    private static final int AT_ONCE = 30;
    private static final Duration PACE = Duration.ofSeconds(5);
    private static final int AT_ONCE_BY_ALL = 200;
    private static final Duration PACE_OF_ALL = Duration.ofMillis(100);
    private static final int CALLERS = 10_000;

    private final LongSupplier nanoTime;
    private final TokenBucket all;
    private final RecentlyUsed<TokenBucket> callers = new RecentlyUsed<>(CALLERS);

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    public LookupLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.all = new TokenBucket(AT_ONCE_BY_ALL, PACE_OF_ALL, nanoTime);
    }

    /** Whether this caller may look one more up now; if so, that counts. */
    boolean allows(String address) {
        return caller(address).tryTake() && all.tryTake();
    }

    /** How many callers are remembered. */
    int callers() {
        return callers.size();
    }

    private TokenBucket caller(String address) {
        return callers.getOrMake(ClientNetwork.of(address), () -> new TokenBucket(AT_ONCE, PACE, nanoTime));
    }
}
