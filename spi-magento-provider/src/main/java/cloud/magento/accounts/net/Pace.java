package cloud.magento.accounts.net;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has requests take turns once somebody has asked for that, and lets them through unhindered before. Each strain
 * doubles the distance between two turns, from the quickest to {@link #SLOWEST}; each success after the time that was
 * asked for halves it again. So requests that come too fast are slowed and wait in line, and none is shut out that can
 * still be answered in time.
 */
public final class Pace {
    public static final Duration QUICKEST = Duration.ofMillis(100);
    public static final Duration SLOWEST = Duration.ofMillis(1_600);
    public static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration USUAL = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final long quickest;
    private final LongSupplier nanoTime;
    private long interval;
    private long nextTurn;
    private long strainedUntil;

    /** @param quickest the distance between two turns after the first strain */
    public Pace(Duration quickest, LongSupplier nanoTime) {
        this.quickest = quickest.toNanos();
        this.nanoTime = nanoTime;
    }

    /** How long to wait for one's turn, or empty where it would come later than allowed; the turn is not taken then. */
    public synchronized Optional<Duration> turn(Duration longest) {
        long now = nanoTime.getAsLong();
        if (interval == 0 || now - strainedUntil > FORGOTTEN.toNanos()) {
            interval = 0;
            return Optional.of(Duration.ZERO);
        }
        long wait = Math.max(0, nextTurn - now);
        if (wait > longest.toNanos()) {
            return Optional.empty();
        }
        nextTurn = now + wait + interval;
        return Optional.of(Duration.ofNanos(wait));
    }

    /**
     * Slower from now on.
     *
     * @param asked for how long at least, or null for a second; never more than {@link #LONGEST}
     */
    public synchronized void throttle(@Nullable Duration asked) {
        long now = nanoTime.getAsLong();
        Duration span = asked == null ? USUAL : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        long until = now + span.toNanos();
        if (interval == 0) {
            interval = quickest;
            nextTurn = now + interval;
            strainedUntil = until;
        } else {
            interval = Math.min(SLOWEST.toNanos(), 2 * interval);
            strainedUntil = until - strainedUntil > 0 ? until : strainedUntil;
        }
    }

    /** A request went well. */
    public synchronized void recover() {
        if (interval > 0 && nanoTime.getAsLong() - strainedUntil >= 0) {
            interval = interval <= quickest ? 0 : interval / 2;
        }
    }
}
