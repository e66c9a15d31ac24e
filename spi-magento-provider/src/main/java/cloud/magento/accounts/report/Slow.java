package cloud.magento.accounts.report;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Keeps for a minute what took long to count, so that a realm with a million accounts is not counted again at every look.
 * What is quick to count is counted each time. An answer tells itself when it was counted.
 */
final class Slow {
    private static final Duration LONG = Duration.ofMillis(250);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final ConcurrentMap<Question, Answer> ANSWERS = new ConcurrentHashMap<>();

    private Slow() {}

    /** What is asked, with all that the answer depends on but for the database's rows. */
    private record Question(Realm.Key realm, String name) {}

    private record Answer(Object value, long at) {
        boolean isOld(long now) {
            return now - at > KEPT.toNanos();
        }
    }

    /** The kept answer, or a new one. */
    static <T> T answer(Realm.Key realm, String name, Class<T> type, Supplier<T> count) {
        long started = System.nanoTime();
        ANSWERS.values().removeIf(answer -> answer.isOld(started));
        Question question = new Question(realm, name);
        Answer kept = ANSWERS.get(question);
        if (kept != null) {
            return type.cast(kept.value());
        }
        T value = count.get();
        long now = System.nanoTime();
        if (now - started > LONG.toNanos()) {
            ANSWERS.put(question, new Answer(value, now));
        }
        return value;
    }
}
