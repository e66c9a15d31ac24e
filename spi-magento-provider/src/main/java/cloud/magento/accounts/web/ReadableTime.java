package cloud.magento.accounts.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * Moments as a person reads them, in the language of the page, and as they were published: 1 April 2020 in English too.
 * All are told in UTC, the only zone that is known.
 */
public final class ReadableTime {
    private ReadableTime() {}

    /** A date such as "1 April 2020"; the time follows, with its zone, unless it is midnight. */
    public static String dateOf(Instant moment, Locale locale) {
        OffsetDateTime time = moment.atOffset(ZoneOffset.UTC);
        String date = dayOf(moment, locale);
        return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? date : date + ", " + clock(time, locale) + " UTC";
    }

    /** Only the date. */
    public static String dayOf(Instant moment, Locale locale) {
        OffsetDateTime time = moment.atOffset(ZoneOffset.UTC);
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(dayFirst(locale))
                .format(time);
        return inSentence(day, time.getDayOfMonth(), locale);
    }

    /**
     * The day as it stands in a sentence. Java's patterns know no ordinals: the first of a month is one in French and
     * Italian, and in these only. In Italian the article before 8 and 11 would have to change with the number, so the
     * word for day stands between them.
     */
    private static String inSentence(String day, int dayOfMonth, Locale locale) {
        return switch (locale.getLanguage()) {
            case "fr" -> dayOfMonth == 1 ? day.replaceFirst("^1 ", "1er ") : day;
            case "it" ->
                switch (dayOfMonth) {
                    case 1 -> day.replaceFirst("^1 ", "1° ");
                    case 8, 11 -> "giorno " + day;
                    default -> day;
                };
            default -> day;
        };
    }

    /** Where a language does not say the country, Java's English is that of America, which writes the month first. */
    private static Locale dayFirst(Locale locale) {
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage()) ? Locale.UK : locale;
    }

    /** A date such as "1 Apr 2020", where there are many of them. */
    public static String shortDayOf(LocalDate day, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(dayFirst(locale))
                .format(day);
    }

    /** A date and a time to the second, such as "1 Apr 2020, 13:37:00 UTC". */
    public static String momentOf(Instant moment, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                        .withLocale(dayFirst(locale))
                        .format(moment.atOffset(ZoneOffset.UTC))
                + " UTC";
    }

    /** Days until a moment, begun ones counted whole; 0 once it has come. */
    public static long daysUntil(Instant now, Instant moment) {
        Duration left = Duration.between(now, moment);
        return left.isNegative() ? 0 : left.plusDays(1).minusNanos(1).toDays();
    }

    private static String clock(OffsetDateTime time, Locale locale) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(dayFirst(locale))
                .format(time);
    }
}
