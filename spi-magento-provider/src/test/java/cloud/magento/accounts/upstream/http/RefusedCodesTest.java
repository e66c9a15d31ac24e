package cloud.magento.accounts.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusedCodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String PROVIDER = "realm magento";

    private final AtomicLong nanos = new AtomicLong();
    private final RefusedCodes codes = new RefusedCodes(nanos::get);

    @Test
    void slowsDownNetworkAfterRefusedCodes() {
        refuse("192.0.2.1", RefusedCodes.FREE);
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
        for (int i = 0; i <= RefusedCodes.FREE; i++) {
            refuse("2001:db8:1:2::" + i, 1);
        }

        assertThat(turn("2001:db8:1:2:ffff::9")).isPositive();
        assertThat(turn("2001:db8:1:3::1")).isZero();
    }

    @Test
    void forgetsRefusedCodesWithTime() {
        refuse("192.0.2.1", RefusedCodes.FREE + 1);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThat(turn("192.0.2.1")).isZero();
        assertThat(turn("192.0.2.1")).isZero();
    }

    private void refuse(String address, int times) {
        for (int i = 0; i < times; i++) {
            codes.refused(PROVIDER, address);
        }
    }

    private Duration turn(String address) {
        return codes.turn(PROVIDER, address, PATIENCE).orElseThrow();
    }
}
