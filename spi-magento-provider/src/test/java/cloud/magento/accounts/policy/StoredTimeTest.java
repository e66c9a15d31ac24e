package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoredTimeTest {
    @Test
    void keepsMilliseconds() {
        assertThat(StoredTime.millis(Instant.parse("1970-01-01T00:00:01.234Z"))).isEqualTo(1234);
    }

    @Test
    void keepsMomentBeyondRangeBeyondEveryOther() {
        assertThat(StoredTime.millis(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(StoredTime.millis(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    }
}
