package cloud.magento.accounts.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReadableTimeTest {
    private static final Instant MIDNIGHT = Instant.parse("2020-04-01T00:00:00Z");

    @Test
    void a_deadline_at_midnight_is_a_date() {
        assertThat(ReadableTime.dateOf(MIDNIGHT, Locale.forLanguageTag("nl"))).isEqualTo("1 april 2020");
        assertThat(ReadableTime.dateOf(MIDNIGHT, Locale.JAPANESE)).isEqualTo("2020年4月1日");
    }

    @Test
    void a_deadline_within_a_day_tells_the_time_and_its_zone() {
        assertThat(ReadableTime.dateOf(MIDNIGHT.plusSeconds(8 * 3600 + 30 * 60), Locale.FRENCH))
                .isEqualTo("1er avril 2020, 08:30 UTC");
    }

    @Test
    void begun_days_count_whole() {
        assertThat(ReadableTime.daysUntil(MIDNIGHT.minusSeconds(1), MIDNIGHT)).isEqualTo(1);
        assertThat(ReadableTime.daysUntil(MIDNIGHT.minusSeconds(86_400), MIDNIGHT))
                .isEqualTo(1);
        assertThat(ReadableTime.daysUntil(MIDNIGHT.minusSeconds(86_401), MIDNIGHT))
                .isEqualTo(2);
        assertThat(ReadableTime.daysUntil(MIDNIGHT, MIDNIGHT)).isZero();
        assertThat(ReadableTime.daysUntil(MIDNIGHT.plusSeconds(9), MIDNIGHT)).isZero();
    }
}
