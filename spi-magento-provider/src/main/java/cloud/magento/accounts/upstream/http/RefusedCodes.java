package cloud.magento.accounts.upstream.http;

import cloud.magento.accounts.net.Pace;
import cloud.magento.accounts.net.TokenBucket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows down whoever comes back with codes that upstream does not take. Anybody can begin a trip and come back from it with
 * an invented code, and only upstream can tell; so a network that has had {@value #FREE} codes refused has its next ones
 * wait in line, while nobody else does.
 */
public final class RefusedCodes {
    public static final int FREE = 10;
    private static final Duration ONE_MORE = Duration.ofSeconds(6);
    private static final Duration BETWEEN_TURNS = Duration.ofMillis(500);
    private static final int MOST = 10_000;

    private final Map<String, Refused> networks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Refused> eldest) {
            return size() > MOST;
        }
    };

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
        Refused refused;
        synchronized (networks) {
            refused = networks.computeIfAbsent(
                    key(owner, address),
                    unknown ->
                            new Refused(new TokenBucket(FREE, ONE_MORE, nanoTime), new Pace(BETWEEN_TURNS, nanoTime)));
        }
        if (!refused.free().tryTake()) {
            refused.pace().strain(ONE_MORE);
        }
    }

    public void taken(String owner, String address) {
        Refused refused = known(key(owner, address));
        if (refused != null) {
            refused.pace().ease();
        }
    }

    private @Nullable Refused known(String key) {
        synchronized (networks) {
            return networks.get(key);
        }
    }

    /** Of IPv6 the network counts: whoever has one address of it has 2^64. */
    private static String key(String owner, String address) {
        return owner + " " + (address.indexOf(':') < 0 ? address : network(address));
    }

    private static String network(String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address;
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }
}
