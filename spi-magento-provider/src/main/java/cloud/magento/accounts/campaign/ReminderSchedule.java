package cloud.magento.accounts.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When an account is reminded: so many days before its deadline, each a step of its own; or once, now, which is the
 * step {@link #NOW}. A step lasts until the next one begins, or the deadline comes. So who starts late, or whose server
 * was away, sends the step that it is time for, and none of those before it.
 *
 * @param days before the deadline, 1 to {@value #MOST_DAYS}, the most first; empty for once, now
 */
public record ReminderSchedule(List<Integer> days) {
    /** The step of what is sent once. */
    public static final int NOW = 0;

    public static final int MOST_DAYS = 366;
    private static final int MOST_STEPS = 10;
    private static final String SEPARATOR = ",";

    /** @throws IllegalArgumentException with a sentence for the operator, for days that are none */
    public ReminderSchedule {
        if (days.size() > MOST_STEPS || days.stream().anyMatch(day -> day < 1 || day > MOST_DAYS)) {
            throw new IllegalArgumentException("\"days\" is a list of at most " + MOST_STEPS + " numbers from 1 to "
                    + MOST_DAYS + ": days before the deadline.");
        }
        days = List.copyOf(new TreeSet<>(days).descendingSet());
    }

    /** Once, now. */
    public static ReminderSchedule once() {
        return new ReminderSchedule(List.of());
    }

    public static ReminderSchedule before(Collection<Integer> days) {
        return new ReminderSchedule(List.copyOf(days));
    }

    static ReminderSchedule stored(String text) {
        return text.isEmpty()
                ? once()
                : new ReminderSchedule(Arrays.stream(text.split(SEPARATOR, -1))
                        .map(Integer::valueOf)
                        .toList());
    }

    String stored() {
        return days.stream().map(String::valueOf).collect(Collectors.joining(SEPARATOR));
    }

    /** Whether each account gets one mail, at once, whatever its deadline. */
    public boolean isOnce() {
        return days.isEmpty();
    }

    /** The step that it is time for, of an account with this deadline; none before the first and after the deadline. */
    public OptionalInt stepAt(Instant now, Instant deadline) {
        if (isOnce()) {
            return OptionalInt.of(NOW);
        }
        return now.isBefore(deadline)
                ? days.stream()
                        .filter(day -> !now.isBefore(begin(deadline, day)))
                        .mapToInt(Integer::intValue)
                        .min()
                : OptionalInt.empty();
    }

    /** When a step begins. */
    public static Instant begin(Instant deadline, int step) {
        return deadline.minus(Duration.ofDays(step));
    }

    /** Whether nothing is to be sent any more to an account with this deadline, beyond what was planned. */
    boolean isOver(Instant now, Instant deadline) {
        return isOnce() || !now.isBefore(deadline);
    }

    /** The steps, in the order in which they come. */
    public List<Integer> steps() {
        return isOnce() ? Collections.singletonList(NOW) : days;
    }
}
