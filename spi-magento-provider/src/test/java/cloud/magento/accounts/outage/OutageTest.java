package cloud.magento.accounts.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long an outage may be declared for. */
class OutageTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    @Test
    void lastsUpToLimitAndNoLonger() {
        assertThat(declared(null, NOW.plus(DAY), NOW).until()).isEqualTo(NOW.plus(DAY));

        assertThatThrownBy(() -> declared(null, NOW.plus(DAY).plusMillis(1), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("within 24 hours")
                .hasMessageContaining("2026-01-02T12:00:00Z")
                .hasMessageContaining("outageMaxHours");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -86_400})
    void endsInFuture(long seconds) {
        assertThatThrownBy(() -> declared(null, NOW.plusSeconds(seconds), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the future");
    }

    @Test
    void staysSameOutageWithAnotherEnd() {
        Outage first = declared(null, NOW.plusSeconds(60), NOW);

        Outage longer = declared(first, NOW.plusSeconds(120), NOW.plusSeconds(30));

        assertThat(longer.id()).isEqualTo(first.id());
        assertThat(longer.since()).isEqualTo(NOW);
        assertThat(longer.until()).isEqualTo(NOW.plusSeconds(120));
    }

    @Test
    void isNotProlongedBeyondLimitOfItsFirstDeclaration() {
        Outage first = declared(null, NOW.plusSeconds(60), NOW);

        assertThatThrownBy(() -> declared(first, NOW.plus(DAY).plusSeconds(1), NOW.plusSeconds(30)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAnotherOneOnceTheFirstIsOver() {
        assertThat(declared(null, NOW.plusSeconds(60), NOW).id())
                .isNotEqualTo(declared(null, NOW.plusSeconds(60), NOW).id());
    }

    @Test
    void isNoneWhereNoneMayBeDeclared() {
        assertThatThrownBy(() -> Outage.declared(null, wish(NOW.plusSeconds(1)), NOW, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outageMaxHours is 0");
    }

    @Test
    void endsByLimitThatHoldsNowWhateverWasStored() {
        Outage stored = new Outage("id", NOW, NOW.plus(Duration.ofDays(9999)), "SQL", null);

        assertThat(stored.within(DAY).until()).isEqualTo(NOW.plus(DAY));
        assertThat(stored.within(Duration.ZERO).isInForce(NOW)).isFalse();
    }

    @Test
    void isOverOnItsVeryEnd() {
        Outage outage = declared(null, NOW.plusSeconds(60), NOW);

        assertThat(outage.isInForce(NOW.plusMillis(59_999))).isTrue();
        assertThat(outage.isInForce(NOW.plusSeconds(60))).isFalse();
    }

    private static Outage declared(@Nullable Outage current, Instant until, Instant now) {
        return Outage.declared(current, wish(until), now, DAY);
    }

    private static Outage.Wish wish(Instant until) {
        return new Outage.Wish(until, "Fire at the data centre", "an-administrator");
    }
}
