package cloud.magento.accounts.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NetworkLimitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String PROVIDER = "realm magento";

    private final AtomicLong nanos = new AtomicLong();
    private final NetworkLimits limits = new NetworkLimits(nanos::get);
    private final NetworkLimit codes = limits.refusedCodes();
    private final NetworkLimit trips = limits.unfinishedTrips();

    @Test
    void slowsDownNetworkAfterRefusedCodes() {
        refuse("192.0.2.1", NetworkLimits.REFUSED_CODES);
        assertThat(turn("192.0.2.1")).isZero();

        refuse("192.0.2.1", 1);

        assertThat(turn("192.0.2.1")).isPositive();
    }

    @Test
    void leavesOtherNetworksAndProvidersAlone() {
        refuse("192.0.2.1", 50);

        assertThat(turn("192.0.2.2")).isZero();
        assertThat(codes.turn("other magento", "192.0.2.1", PATIENCE)).contains(Duration.ZERO);
    }

    @Test
    void countsIpv6SubnetAsOneNetwork() {
        for (int i = 0; i <= NetworkLimits.REFUSED_CODES; i++) {
            refuse("2001:db8:1:2::" + i, 1);
        }

        assertThat(turn("2001:db8:1:2:ffff::9")).isPositive();
        assertThat(turn("2001:db8:1:3::1")).isZero();
    }

    @Test
    void forgetsRefusedCodesWithTime() {
        refuse("192.0.2.1", NetworkLimits.REFUSED_CODES + 1);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThat(turn("192.0.2.1")).isZero();
        assertThat(turn("192.0.2.1")).isZero();
    }

    @Test
    void slowsDownNetworkAfterUnfinishedTrips() {
        begin(NetworkLimits.UNFINISHED_TRIPS);
        assertThat(trips.turn(PROVIDER, "192.0.2.1", PATIENCE)).contains(Duration.ZERO);

        begin(1);

        assertThat(trips.turn(PROVIDER, "192.0.2.1", PATIENCE).orElseThrow()).isPositive();
        assertThat(trips.turn(PROVIDER, "192.0.2.2", PATIENCE)).contains(Duration.ZERO);
        assertThat(turn("192.0.2.1")).isZero();
    }

    @Test
    void countsNoTripThatSomebodyCameBackFrom() {
        for (int i = 0; i < 3 * NetworkLimits.UNFINISHED_TRIPS; i++) {
            begin(1);
            trips.giveBack(PROVIDER, "192.0.2.1");
        }

        assertThat(trips.turn(PROVIDER, "192.0.2.1", PATIENCE)).contains(Duration.ZERO);
    }

    @Test
    void givesBackNoMoreThanWasCounted() {
        begin(1);
        for (int i = 0; i < 50; i++) {
            trips.giveBack(PROVIDER, "192.0.2.1");
        }

        begin(NetworkLimits.UNFINISHED_TRIPS + 1);

        assertThat(trips.turn(PROVIDER, "192.0.2.1", PATIENCE).orElseThrow()).isPositive();
    }

    private void begin(int times) {
        for (int i = 0; i < times; i++) {
            trips.count(PROVIDER, "192.0.2.1");
        }
    }

    private void refuse(String address, int times) {
        for (int i = 0; i < times; i++) {
            codes.count(PROVIDER, address);
        }
    }

    private Duration turn(String address) {
        return codes.turn(PROVIDER, address, PATIENCE).orElseThrow();
    }
}
