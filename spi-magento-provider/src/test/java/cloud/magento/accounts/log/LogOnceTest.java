package cloud.magento.accounts.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogOnceTest {
    private final AtomicLong now = new AtomicLong(5);
    private final LogOnce log = new LogOnce(now::get);

    @Test
    void saysASentenceOnceAnHour() {
        assertThat(log.isNew("The stored policy cannot be read")).isTrue();
        assertThat(log.isNew("The stored policy cannot be read")).isFalse();

        now.addAndGet(LogOnce.PERIOD.toNanos());

        assertThat(log.isNew("The stored policy cannot be read")).isTrue();
        assertThat(log.isNew("The stored policy cannot be read")).isFalse();
    }

    @Test
    void saysAnotherCauseAtOnce() {
        assertThat(log.isNew("Group a: no date")).isTrue();
        assertThat(log.isNew("Group b: no date")).isTrue();
    }

    @Test
    void remembersOnlySoMuch() {
        for (int i = 0; i < LogOnce.REMEMBERED; i++) {
            log.isNew("cause " + i);
        }

        assertThat(log.isNew("one more")).isTrue();
        assertThat(log.isNew("one more")).isFalse();
        assertThat(log.isNew("cause 1")).isTrue();
    }
}
