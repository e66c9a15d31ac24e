package cloud.magento.accounts.upstream.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one network may have upstream asked for, without being anybody.
 *
 * @param refusedCodes codes that upstream refuses: invented ones cost a call each
 * @param unfinishedTrips pushed requests with which nobody has come back: each trip that begins costs a call; so many
 * are free that people who share an address do not notice each other
 */
public record NetworkLimits(NetworkLimit refusedCodes, NetworkLimit unfinishedTrips) {
    public static final int REFUSED_CODES = 10;
    public static final int UNFINISHED_TRIPS = 200;

    public NetworkLimits(LongSupplier nanoTime) {
        this(
                new NetworkLimit(REFUSED_CODES, Duration.ofSeconds(6), nanoTime),
                new NetworkLimit(UNFINISHED_TRIPS, Duration.ofSeconds(1), nanoTime));
    }
}
