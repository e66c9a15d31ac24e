package cloud.magento.accounts.preview;

import cloud.magento.accounts.report.OpenAccounts;
import cloud.magento.accounts.report.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How many accounts will have no link at an instant, if people go on connecting as they do.
 *
 * @param accounts what there is now
 * @param perDay how many people connected by themselves on a day, on average of the last whole week or the days since
 *     the first did
 * @param expected how many of {@link OpenAccounts#open()} will be left
 * @param low at least so many, nine times of ten together with {@code high}
 * @param high at most so many
 * @param known whether people have connected for a week at least; before that nothing can be told, and the range is all
 *     that is possible
 */
public record Forecast(OpenAccounts accounts, double perDay, long expected, long low, long high, boolean known) {
    private static final int WEEK = 7;

    /** Asks the realm's reports and tells. */
    public static Forecast of(Reports reports, Instant at) {
        return of(reports.openAccounts(at));
    }

    static Forecast of(OpenAccounts accounts) {
        double days = Duration.between(accounts.counted(), accounts.at()).toMillis()
                / (double) Duration.ofDays(1).toMillis();
        ForecastModel.Expected expected = ForecastModel.expect(accounts.open(), accounts.connectedPerDay(), days);
        return new Forecast(
                accounts,
                perDay(accounts.connectedPerDay()),
                expected.number(),
                expected.low(),
                expected.high(),
                expected.known());
    }

    private static double perDay(List<Long> days) {
        return days.subList(Math.max(0, days.size() - WEEK), days.size()).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElse(0);
    }
}
