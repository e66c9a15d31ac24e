package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableTimeTest {
    private static final Instant MIDNIGHT = Instant.parse("2020-04-01T00:00:00Z");

    @Test
    void writesMidnightDeadlineAsDate() {
        assertThat(ReadableTime.dateOf(MIDNIGHT, Locale.forLanguageTag("nl"))).isEqualTo("1 april 2020");
        assertThat(ReadableTime.dateOf(MIDNIGHT, Locale.JAPANESE)).isEqualTo("2020年4月1日");
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1 April 2020",
        "en-US, 1 April 2020",
        "nl, 1 april 2020",
        "sv, 1 april 2020",
        "fr, 1er avril 2020",
        "it, 1° aprile 2020",
        "ja, 2020年4月1日"
    })
    void writesDateAsPublished(String language, String written) {
        assertThat(ReadableTime.dateOf(MIDNIGHT, Locale.forLanguageTag(language)))
                .isEqualTo(written);
    }

    @Test
    void writesShortDatesAndTimesDayFirstInEnglishToo() {
        assertThat(ReadableTime.shortDayOf(LocalDate.of(2020, 4, 1), Locale.ENGLISH))
                .isEqualTo("1 Apr 2020");
        assertThat(ReadableTime.momentOf(MIDNIGHT.plusSeconds(13 * 3600), Locale.ENGLISH))
                .isEqualTo("1 Apr 2020, 13:00:00 UTC");
        assertThat(ReadableTime.dateOf(MIDNIGHT.plusSeconds(13 * 3600), Locale.ENGLISH))
                .isEqualTo("1 April 2020, 13:00 UTC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-US", "nl", "sv", "fr", "it", "ja"})
    void writesTimesOfTwentyFourHoursWithZone(String language) {
        Locale locale = Locale.forLanguageTag(language);
        Instant afternoon = MIDNIGHT.plusSeconds(13 * 3600 + 5 * 60);

        assertThat(ReadableTime.momentOf(afternoon, locale)).endsWith("13:05:00 UTC");
        assertThat(ReadableTime.dateOf(afternoon, locale)).endsWith("13:05 UTC");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1° maggio 2020",
        "2, 2 maggio 2020",
        "8, giorno 8 maggio 2020",
        "11, giorno 11 maggio 2020",
        "18, 18 maggio 2020",
        "21, 21 maggio 2020"
    })
    void writesItalianDayThatFitsItsArticle(int day, String written) {
        Instant moment = LocalDate.of(2020, 5, day).atStartOfDay(ZoneOffset.UTC).toInstant();

        assertThat(ReadableTime.dayOf(moment, Locale.ITALIAN)).isEqualTo(written);
    }

    @Test
    void writesTimeAndZoneForDeadlineWithinDay() {
        assertThat(ReadableTime.dateOf(MIDNIGHT.plusSeconds(8 * 3600 + 30 * 60), Locale.FRENCH))
                .isEqualTo("1er avril 2020, 08:30 UTC");
    }

    @Test
    void countsStartedDaysAsWhole() {
        assertThat(ReadableTime.daysUntil(MIDNIGHT.minusSeconds(1), MIDNIGHT)).isEqualTo(1);
        assertThat(ReadableTime.daysUntil(MIDNIGHT.minusSeconds(86_400), MIDNIGHT))
                .isEqualTo(1);
        assertThat(ReadableTime.daysUntil(MIDNIGHT.minusSeconds(86_401), MIDNIGHT))
                .isEqualTo(2);
        assertThat(ReadableTime.daysUntil(MIDNIGHT, MIDNIGHT)).isZero();
        assertThat(ReadableTime.daysUntil(MIDNIGHT.plusSeconds(9), MIDNIGHT)).isZero();
    }
}
