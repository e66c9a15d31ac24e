package cloud.magento.accounts.outage;

import cloud.magento.accounts.policy.OperatorReason;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outage of upstream as an operator declared it for one realm.
 *
 * @param id tells it from the one before and the next one, so that a session of one is none of another
 * @param since when it was declared first; to declare it again while it lasts moves its end only
 * @param until its end, exclusive: on this very instant nothing of it holds any more
 * @param reason why, in the operator's words; one line, which people read on the pages
 * @param declaredBy the id of the administrator who declared it last, or null where that account was deleted
 */
public record Outage(
        String id,
        Instant since,
        Instant until,
        String reason,
        @Nullable String declaredBy) {
    public Outage {
        OperatorReason.check(reason);
    }

    /**
     * What is declared.
     *
     * @param until the end, exclusive
     * @param reason one line
     * @param declaredBy the id of the administrator
     */
    public record Wish(Instant until, String reason, String declaredBy) {}

    /**
     * The outage that the wish makes: a new one, or the one in force with another end.
     *
     * @param current the one in force, or null
     * @param limit how long one may last from its first declaration; zero where none may be declared
     * @throws IllegalArgumentException with a sentence for the operator, where it may not be
     */
    static Outage declared(@Nullable Outage current, Wish wish, Instant now, Duration limit) {
        if (limit.isZero()) {
            throw new IllegalArgumentException(
                    "No outage may be declared in this realm: the provider's setting outageMaxHours is 0.");
        }
        if (!wish.until().isAfter(now)) {
            throw new IllegalArgumentException("The end of an outage lies in the future.");
        }
        Instant since = current == null ? now : current.since();
        Instant latest = since.plus(limit);
        if (wish.until().isAfter(latest)) {
            throw new IllegalArgumentException("An outage ends within " + limit.toHours()
                    + " hours of its declaration (the provider's setting outageMaxHours), so not after " + latest
                    + ". Where it lasts longer, declare another one then.");
        }
        return new Outage(
                current == null ? UUID.randomUUID().toString() : current.id(),
                since,
                wish.until(),
                wish.reason(),
                wish.declaredBy());
    }

    /** The same, never longer than the limit that holds now, whatever was stored. */
    Outage within(Duration limit) {
        Instant latest = since.plus(limit);
        return until.isAfter(latest) ? new Outage(id, since, latest, reason, declaredBy) : this;
    }

    boolean isInForce(Instant now) {
        return now.isBefore(until);
    }
}
