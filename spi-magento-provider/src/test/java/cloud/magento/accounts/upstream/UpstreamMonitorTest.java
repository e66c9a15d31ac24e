package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.UpstreamMonitor.Probe;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When upstream is probed, and what is known of it afterwards. */
class UpstreamMonitorTest {
    private static final String OWNER = "realm magento";
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Supplier<Optional<UpstreamFault>> OK = Optional::empty;
    private static final Supplier<Optional<UpstreamFault>> DOWN = () -> Optional.of(UpstreamFault.CONNECTION_FAILED);

    private final AtomicInteger recoveries = new AtomicInteger();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final UpstreamMonitor monitor = new UpstreamMonitor(() -> now);

    @Nested
    class Due {
        @Test
        void isDueAtOnceWhereNothingIsKnown() {
            assertThat(monitor.isDue(OWNER, INTERVAL, null, 0.5)).isTrue();
        }

        @Test
        void isDueOncePerIntervalMovedByJitter() {
            assertThat(monitor.isDue(OWNER, INTERVAL, null, 0)).isTrue();
            now = now.plusSeconds(24).minusMillis(1);
            assertThat(monitor.isDue(OWNER, INTERVAL, null, 1)).isFalse();
            now = now.plusMillis(1);
            assertThat(monitor.isDue(OWNER, INTERVAL, null, 1)).isTrue();
            now = now.plusSeconds(36).minusMillis(1);
            assertThat(monitor.isDue(OWNER, INTERVAL, null, 1)).isFalse();
        }

        @Test
        void isNeverDueWhereOff() {
            assertThat(monitor.isDue(OWNER, Duration.ZERO, null, 0)).isFalse();
        }

        @Test
        void isNotDueWhereSignInsHaveShownThatItAnswers() {
            assertThat(monitor.isDue(OWNER, INTERVAL, now.minusSeconds(29), 0)).isFalse();
            now = now.plusSeconds(30);
            assertThat(monitor.isDue(OWNER, INTERVAL, now.minusSeconds(31), 0)).isTrue();
        }

        @Test
        void isDueWhileProbesFailWhateverSignInsMeet() {
            probe(DOWN, Duration.ZERO);

            assertThat(monitor.isDue(OWNER, INTERVAL, now, 0)).isTrue();
        }
    }

    @Nested
    class Probing {
        @Test
        void keepsWhatItFound() {
            assertThat(monitor.newest(OWNER)).isEmpty();

            assertThat(probe(DOWN, Duration.ZERO)).contains(new Probe(now, UpstreamFault.CONNECTION_FAILED));
            assertThat(monitor.newest(OWNER)).contains(new Probe(now, UpstreamFault.CONNECTION_FAILED));
        }

        @Test
        void asksNothingWhereItIsFreshEnough() {
            probe(DOWN, Duration.ZERO);
            now = now.plusSeconds(4);

            assertThat(probe(OK, Duration.ofSeconds(5))).map(Probe::isOk).contains(false);
            now = now.plusSeconds(1);
            assertThat(probe(OK, Duration.ofSeconds(5))).map(Probe::isOk).contains(true);
        }

        @Test
        void asksOneAtATime() {
            probe(DOWN, Duration.ZERO);

            Optional<Probe> outer = probe(
                    () -> {
                        assertThat(probe(OK, Duration.ZERO))
                                .as("meanwhile what was found before")
                                .map(Probe::isOk)
                                .contains(false);
                        return Optional.empty();
                    },
                    Duration.ZERO);

            assertThat(outer).map(Probe::isOk).contains(true);
        }

        @Test
        void tellsOfRecoveryOnce() {
            probe(OK, Duration.ZERO);
            probe(DOWN, Duration.ZERO);
            assertThat(recoveries).hasValue(0);
            probe(OK, Duration.ZERO);
            probe(OK, Duration.ZERO);
            assertThat(recoveries).hasValue(1);
        }

        @Test
        void asksAgainAfterAProbeThatBroke() {
            try {
                probe(
                        () -> {
                            throw new IllegalStateException("database gone");
                        },
                        Duration.ZERO);
            } catch (IllegalStateException expected) {
                assertThat(monitor.newest(OWNER)).isEmpty();
            }

            assertThat(probe(OK, Duration.ZERO)).isPresent();
        }

        @Test
        void forgetsRealmThatWasChanged() {
            probe(DOWN, Duration.ZERO);

            monitor.forget("another");
            assertThat(monitor.newest(OWNER)).isPresent();
            monitor.forget("realm");
            assertThat(monitor.newest(OWNER)).isEmpty();
        }
    }

    private Optional<Probe> probe(Supplier<Optional<UpstreamFault>> ask, Duration maxAge) {
        return monitor.probe(OWNER, maxAge, ask, recoveries::incrementAndGet);
    }
}
