package cloud.magento.accounts.net;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.net.CircuitBreaker.Permit;
import cloud.magento.accounts.net.CircuitBreaker.Result;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final CircuitBreaker breaker = new CircuitBreaker();

    @Test
    void staysClosedWhileSomeRequestsSucceed() {
        for (int i = 0; i < 20; i++) {
            breaker.report(enter(), Result.FAILURE);
            breaker.report(enter(), Result.SUCCESS);
        }
        assertClosed();
    }

    @Test
    void closesAfterFirstSuccessfulTrial() {
        open();

        breaker.report(enter(), Result.SUCCESS);

        assertClosed();
    }

    @Test
    void limitsConcurrentTrials() {
        open();
        Permit first = enter();
        for (int i = 1; i < CircuitBreaker.TRIALS; i++) {
            enter();
        }
        assertThat(breaker.enter()).isEmpty();

        breaker.report(first, Result.FAILURE);

        assertThat(breaker.enter()).isPresent();
        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void staysOpenWhileTrialsFail() {
        open();

        for (int i = 0; i < 20; i++) {
            Permit trial = enter();
            assertThat(trial.isTrial()).isTrue();
            breaker.report(trial, i % 2 == 0 ? Result.FAILURE : Result.UNKNOWN);
        }
    }

    @Test
    void ignoresRequestsWithUnknownResult() {
        for (int i = 0; i < 20; i++) {
            breaker.report(enter(), Result.UNKNOWN);
        }
        assertClosed();
    }

    @Test
    void closesWhenEarlierRequestSucceeds() {
        Permit slow = enter();
        open();

        breaker.report(slow, Result.SUCCESS);

        assertClosed();
    }

    @Test
    void closesWhereSomethingElseHasShownThatItIsBack() {
        open();
        Permit slow = enter();

        breaker.close();
        breaker.report(slow, Result.UNKNOWN);

        assertClosed();
        open();
        assertThat(breaker.isOpen()).isTrue();
    }

    private void open() {
        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            breaker.report(enter(), Result.FAILURE);
        }
    }

    private void assertClosed() {
        for (int i = 0; i <= CircuitBreaker.TRIALS; i++) {
            assertThat(enter().isTrial()).isFalse();
        }
    }

    private Permit enter() {
        return breaker.enter().orElseThrow();
    }
}
