package cloud.magento.accounts.report;

import java.time.LocalDate;
import java.util.List;

/**
 * How the enabled accounts that there are today came to be, and came to be linked. It is read from the accounts and
 * links themselves, so it knows nothing of accounts and links that are gone.
 *
 * @param points evenly spread days, the oldest first, today last
 */
public record CoverageHistory(List<Point> points) {
    public static final int USUAL_POINTS = 100;
    public static final int MAX_POINTS = 1000;

    public CoverageHistory {
        points = List.copyOf(points);
    }

    /**
     * The end of a day, in UTC.
     *
     * @param day the day
     * @param accounts how many of the accounts were there
     * @param linked how many of them were linked
     */
    public record Point(LocalDate day, long accounts, long linked) {}
}
