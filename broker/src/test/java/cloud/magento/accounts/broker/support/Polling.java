package cloud.magento.accounts.broker.support;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again, for what a server does after its answer, or from a moment on. */
public final class Polling {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Polling() {}

    /** The first answer that is as wanted; once patience has ended the newest, whatever it is. */
    public static <T> T until(Supplier<T> question, Predicate<T> wanted) {
        Instant latest = Instant.now().plus(PATIENCE);
        T answer = question.get();
        while (!wanted.test(answer) && Instant.now().isBefore(latest)) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = question.get();
        }
        return answer;
    }

    /**
     * The first answer to what was asked from the end on. Every answer before it must be a yes, and one at least. What
     * is under way at that moment may go either way.
     */
    public static <T> T across(Instant end, Supplier<T> question, Predicate<T> yes) {
        Instant asked = Instant.now();
        T answer = question.get();
        if (!Instant.now().isBefore(end)) {
            throw new AssertionError("No time to ask before " + end);
        }
        while (asked.isBefore(end)) {
            if (!yes.test(answer) && Instant.now().isBefore(end)) {
                throw new AssertionError("Before " + end + ": " + answer);
            }
            asked = Instant.now();
            answer = question.get();
        }
        return answer;
    }
}
