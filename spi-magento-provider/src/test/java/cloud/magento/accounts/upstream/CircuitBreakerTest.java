package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(nanos::get);

    @Test
    void letsRequestsThroughWhileSomeSucceed() {
        for (int i = 0; i < 20; i++) {
            assertThat(breaker.enter()).isEmpty();
            breaker.failed(null);
            assertThat(breaker.enter()).isEmpty();
            breaker.succeeded();
        }
    }

    @Test
    void restsAfterFailuresInARowAndThenSendsOneAhead() {
        failRepeatedly();
        assertThat(breaker.enter()).contains(CircuitBreaker.REST);

        pass(CircuitBreaker.REST);

        assertThat(breaker.enter()).isEmpty();
        assertThat(breaker.enter()).isPresent();
    }

    @Test
    void restsAgainWhenTheOneSentAheadFails() {
        failRepeatedly();
        pass(CircuitBreaker.REST);
        breaker.enter();

        breaker.failed(null);

        assertThat(breaker.enter()).contains(CircuitBreaker.REST);
    }

    @Test
    void opensWhenTheOneSentAheadSucceeds() {
        failRepeatedly();
        pass(CircuitBreaker.REST);
        breaker.enter();

        breaker.succeeded();

        assertThat(breaker.enter()).isEmpty();
        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void restsForAsLongAsUpstreamAsksWithinReason() {
        breaker.failed(Duration.ofSeconds(7));
        assertThat(breaker.enter()).contains(Duration.ofSeconds(7));

        pass(Duration.ofSeconds(7));
        breaker.enter();
        breaker.failed(Duration.ofDays(1));

        assertThat(breaker.enter()).contains(CircuitBreaker.LONGEST_REST);
    }

    private void failRepeatedly() {
        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            assertThat(breaker.enter()).isEmpty();
            breaker.failed(null);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
