package cloud.magento.accounts.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Pace pace = new Pace(Pace.QUICKEST, nanos::get);

    @Test
    void delaysNoRequestBeforeUpstreamThrottles() {
        for (int i = 0; i < 100; i++) {
            assertThat(pace.turn(PATIENCE)).contains(Duration.ZERO);
        }
    }

    @Test
    void queuesRequestsOnceUpstreamThrottles() {
        pace.throttle(Duration.ofSeconds(30));

        assertThat(pace.turn(PATIENCE)).contains(Pace.QUICKEST);
        assertThat(pace.turn(PATIENCE)).contains(Pace.QUICKEST.multipliedBy(2));
        pass(Pace.QUICKEST);
        assertThat(pace.turn(PATIENCE)).contains(Pace.QUICKEST.multipliedBy(2));
    }

    @Test
    void rejectsTurnBeyondPatienceAndLeavesItToOthers() {
        pace.throttle(Duration.ofSeconds(30));
        for (int i = 0; i < 20; i++) {
            assertThat(pace.turn(PATIENCE)).isPresent();
        }

        assertThat(pace.turn(PATIENCE)).isEmpty();
        assertThat(pace.turn(PATIENCE)).isEmpty();

        pass(Pace.QUICKEST);
        assertThat(pace.turn(PATIENCE)).contains(PATIENCE);
    }

    @Test
    void slowsDownWithEachThrottlingUpToLimit() {
        for (int i = 0; i < 10; i++) {
            pace.throttle(null);
        }
        pass(Duration.ofSeconds(1));
        pace.turn(PATIENCE);

        assertThat(pace.turn(PATIENCE)).contains(Pace.SLOWEST);
    }

    @Test
    void recoversBySuccessesOnceRetryAfterHasPassed() {
        pace.throttle(Duration.ofSeconds(7));
        pace.throttle(Duration.ofSeconds(7));
        pace.recover();
        pass(Duration.ofSeconds(6));
        pace.recover();
        pace.turn(PATIENCE);
        assertThat(pace.turn(PATIENCE)).contains(Pace.QUICKEST.multipliedBy(2));

        pass(Duration.ofSeconds(1));
        pace.recover();
        pace.recover();

        assertThat(pace.turn(PATIENCE)).contains(Duration.ZERO);
        assertThat(pace.turn(PATIENCE)).contains(Duration.ZERO);
    }

    @Test
    void forgetsThrottlingOfLongAgo() {
        pace.throttle(Duration.ofDays(1));
        pass(Pace.LONGEST.plusMinutes(1).plusMillis(1));

        assertThat(pace.turn(PATIENCE)).contains(Duration.ZERO);
        assertThat(pace.turn(PATIENCE)).contains(Duration.ZERO);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
