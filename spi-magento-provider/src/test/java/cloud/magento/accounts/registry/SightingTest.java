package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a sign-in is worth a write. */
class SightingTest {
    private static final Instant NOW = Instant.parse("2020-04-01T12:00:00Z");
    private static final Sighting NOTED = seen("ada", "ada@magento.example", true, Duration.ZERO);

    @Test
    void isNewsWhereNothingWasNoted() {
        assertThat(NOTED.isNewsAfter(null)).isTrue();
    }

    @Test
    void isNoNewsWithinTheHour() {
        assertThat(seen("ada", "ada@magento.example", true, Duration.ofMinutes(59))
                        .isNewsAfter(NOTED))
                .isFalse();
        assertThat(seen("ada", "ada@magento.example", true, Sighting.NOTED_EVERY)
                        .isNewsAfter(NOTED))
                .isTrue();
    }

    @Test
    void isNewsWhereTheClockWasPutBackByMore() {
        Sighting ahead = seen("ada", "ada@magento.example", true, Duration.ofDays(1));

        assertThat(NOTED.isNewsAfter(ahead)).isTrue();
    }

    @Test
    void isNewsAtOnceWhereSomethingChanged() {
        Duration soon = Duration.ofSeconds(1);

        assertThat(seen("ada", "ada@elsewhere.example", true, soon).isNewsAfter(NOTED))
                .isTrue();
        assertThat(seen("ada", null, true, soon).isNewsAfter(NOTED)).isTrue();
        assertThat(seen("ada", "ada@magento.example", false, soon).isNewsAfter(NOTED))
                .isTrue();
        assertThat(seen("another", "ada@magento.example", true, soon).isNewsAfter(NOTED))
                .isTrue();
    }

    private static Sighting seen(String subject, @Nullable String email, boolean verified, Duration later) {
        return new Sighting(new UpstreamIdentity("https://magento.example", subject), email, verified, NOW.plus(later));
    }
}
