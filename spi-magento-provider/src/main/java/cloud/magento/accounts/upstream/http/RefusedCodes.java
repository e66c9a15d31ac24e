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
 * Limits the rate of networks that submit invalid authorization codes. Anybody can begin a trip and come back from it
 * with an invented code, and only upstream can tell; so a network that has had {@value #FREE} codes refused has its
 * next ones wait in line, while nobody else does.
 */
public final class RefusedCodes {
    public static final int FREE = 10;
    private static final Duration ONE_MORE = Duration.ofSeconds(6);
    private static final Duration BETWEEN_TURNS = Duration.ofMillis(500);
    private static final int MOST = 10_000;

    private final RecentlyUsed<Refused> networks = new RecentlyUsed<>(MOST);
    private final LongSupplier nanoTime;

    private record Refused(TokenBucket free, Pace pace) {}

    public RefusedCodes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long a code from this address has to wait, or empty where that is longer than allowed. */
    public Optional<Duration> turn(String owner, String address, Duration longest) {
        Refused refused = known(key(owner, address));
        return refused == null ? Optional.of(Duration.ZERO) : refused.pace().turn(longest);
    }

    public void refused(String owner, String address) {
        Refused refused = networks.getOrMake(
                key(owner, address),
                () -> new Refused(new TokenBucket(FREE, ONE_MORE, nanoTime), new Pace(BETWEEN_TURNS, nanoTime)));
        if (!refused.free().tryTake()) {
            refused.pace().throttle(ONE_MORE);
        }
    }

    public void taken(String owner, String address) {
        Refused refused = known(key(owner, address));
        if (refused != null) {
            refused.pace().recover();
        }
    }

    private @Nullable Refused known(String key) {
        return networks.get(key);
    }

    private static String key(String owner, String address) {
        return owner + " " + ClientNetwork.of(address);
    }
}
