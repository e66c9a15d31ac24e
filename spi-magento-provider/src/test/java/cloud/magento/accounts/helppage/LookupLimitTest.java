package cloud.magento.accounts.helppage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookupLimitTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LookupLimit limit = new LookupLimit(nanos::get);

    @Test
    void limitsEnumerationByOneCallerAfterBurst() {
        assertThat(allowed("192.0.2.1", 50)).isEqualTo(30);

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(allowed("192.0.2.1", 50)).isEqualTo(1);
    }

    @Test
    void countsEachCallerSeparately() {
        allowed("192.0.2.1", 50);

        assertThat(allowed("192.0.2.2", 5)).isEqualTo(5);
    }

    @Test
    void countsIpv6SubnetAsOneCaller() {
        assertThat(allowed("2001:db8:0:1::1", 6) + allowed("2001:db8:0:1:ffff::2", 50))
                .isEqualTo(30);
        assertThat(allowed("2001:db8:0:2::1", 5)).isEqualTo(5);
    }

    @Test
    void limitsEnumerationByAllCallersTogether() {
        int allowed = IntStream.range(0, 1000)
                .map(caller -> allowed("198.51." + caller / 250 + "." + caller % 250, 1))
                .sum();

        assertThat(allowed).isEqualTo(200);
    }

    @Test
    void boundsNumberOfRememberedCallers() {
        nanos.set(0);
        IntStream.range(0, 30_000)
                .forEach(caller ->
                        limit.allows("10." + caller / 65_536 + "." + caller / 256 % 256 + "." + caller % 256));

        assertThat(limit.callers()).isEqualTo(10_000);
    }

    @Test
    void countsMalformedAddressByItsText() {
        assertThat(allowed("unknown", 50)).isEqualTo(30);
        assertThat(allowed("::not:an:address", 50)).isEqualTo(30);
    }

    private int allowed(String address, int tries) {
        return (int) IntStream.range(0, tries)
                .filter(unused -> limit.allows(address))
                .count();
    }
}
