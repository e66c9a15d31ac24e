package cloud.magento.accounts.interlock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would be said if the policy were enforced at this moment.
 *
 * @param at this moment
 * @param enforced whether it is enforced already
 * @param deadline the realm's deadline
 * @param stopped how many accounts would be stopped, at once or within a day, that are not stopped now: the number to
 *     be acknowledged
 * @param conditions what is missing besides
 * @param next the next date that comes, and whom it stops; null where none comes
 */
public record Outlook(
        Instant at,
        boolean enforced,
        Instant deadline,
        long stopped,
        List<Missing> conditions,
        @Nullable Next next) {
    public Outlook {
        conditions = List.copyOf(conditions);
    }

    /**
     * A date of the realm's or of a cohort's.
     *
     * @param at the date
     * @param stopped how many accounts it would stop that are not stopped before, if nobody did anything until then
     */
    public record Next(Instant at, long stopped) {}
}
