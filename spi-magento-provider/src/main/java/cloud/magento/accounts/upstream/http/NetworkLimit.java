package cloud.magento.accounts.upstream.http;

import cloud.magento.accounts.net.ClientNetwork;
import cloud.magento.accounts.net.Pace;
import cloud.magento.accounts.net.RecentlyUsed;
import cloud.magento.accounts.net.TokenBucket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate at which one network has upstream asked for nothing. Anybody can have this server ask, and only
 * upstream can tell who is genuine; so a network that has used up what is free has its next calls wait in line, while
 * nobody else does.
 */
public final class NetworkLimit {
    private static final Duration BETWEEN_TURNS = Duration.ofMillis(500);
    private static final int MOST = 10_000;

    private final RecentlyUsed<Used> networks = new RecentlyUsed<>(MOST);
    private final int free;
    private final Duration oneMore;
    private final LongSupplier nanoTime;

    private record Used(TokenBucket free, Pace pace) {}

    /**
     * @param free how often at once without waiting
     * @param oneMore after how long once more is free
     */
    NetworkLimit(int free, Duration oneMore, LongSupplier nanoTime) {
        this.free = free;
        this.oneMore = oneMore;
        this.nanoTime = nanoTime;
    }

    /** How long a call for this address has to wait, or empty where that is longer than allowed. */
    public Optional<Duration> turn(String owner, String address, Duration longest) {
        Used used = known(owner, address);
        return used == null ? Optional.of(Duration.ZERO) : used.pace().turn(longest);
    }

    /** A call for this address came to nothing, as far as is known yet. */
    public void count(String owner, String address) {
        Used used = networks.getOrMake(
                key(owner, address),
                () -> new Used(new TokenBucket(free, oneMore, nanoTime), new Pace(BETWEEN_TURNS, nanoTime)));
        if (!used.free().tryTake()) {
            used.pace().throttle(oneMore);
        }
    }

    /** A call for this address came to something. */
    public void recover(String owner, String address) {
        Used used = known(owner, address);
        if (used != null) {
            used.pace().recover();
        }
    }

    /** A call that was {@link #count counted} came to something after all. */
    public void giveBack(String owner, String address) {
        Used used = known(owner, address);
        if (used != null) {
            used.free().giveBack();
            used.pace().recover();
        }
    }

    private @Nullable Used known(String owner, String address) {
        return networks.get(key(owner, address));
    }

    private static String key(String owner, String address) {
        return owner + " " + ClientNetwork.of(address);
    }
}
