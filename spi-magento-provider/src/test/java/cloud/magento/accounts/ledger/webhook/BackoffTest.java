package cloud.magento.accounts.ledger.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Duration FIRST = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({
        "1, 2500, 5000",
        "2, 5000, 10000",
        "3, 10000, 20000",
        "6, 80000, 160000",
        "7, 150000, 300000",
        "8, 150000, 300000",
        "64, 150000, 300000",
        "2147483647, 150000, 300000"
    })
    void doublesWaitUpToFiveMinutesWithJitter(int attempts, long least, long most) {
        assertThat(Backoff.after(FIRST, attempts, 0)).isEqualTo(Duration.ofMillis(least));
        assertThat(Backoff.after(FIRST, attempts, 1)).isEqualTo(Duration.ofMillis(most));
    }

    @Test
    void spreadsWaitEvenlyByJitter() {
        assertThat(Backoff.after(FIRST, 1, 0.5)).isEqualTo(Duration.ofMillis(3750));
    }
}
