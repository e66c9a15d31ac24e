package cloud.magento.accounts.helppage;

import cloud.magento.accounts.net.TokenBucket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often references may be looked up: a few times by one caller, and not much more often by all of them together. A
 * reference is found by whoever has it, and by nobody who tries many.
 */
public final class LookupLimit {
    private static final int AT_ONCE = 30;
    private static final Duration PACE = Duration.ofSeconds(5);
    private static final int AT_ONCE_BY_ALL = 200;
    private static final Duration PACE_OF_ALL = Duration.ofMillis(100);
    private static final int CALLERS = 10_000;

    /** Of an IPv6 address, what one subscriber has for himself. */
    private static final int SUBNET_BYTES = 8;

    private final LongSupplier nanoTime;
    private final TokenBucket all;
    private final Map<String, TokenBucket> callers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > CALLERS;
        }
    };

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
        synchronized (callers) {
            return callers.size();
        }
    }

    private TokenBucket caller(String address) {
        synchronized (callers) {
            return callers.computeIfAbsent(subscriber(address), unknown -> new TokenBucket(AT_ONCE, PACE, nanoTime));
        }
    }

    /** Whoever has one IPv6 address has a whole subnet of them. */
    private static String subscriber(String address) {
        try {
            return address.contains(":") && InetAddress.getByName(address) instanceof Inet6Address six
                    ? Arrays.toString(Arrays.copyOf(six.getAddress(), SUBNET_BYTES))
                    : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
