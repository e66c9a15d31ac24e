package cloud.magento.accounts.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Says in the log what requests meet again and again: a sentence that was said is not said again for {@link #PERIOD}.
 * One with another cause in it is another sentence.
 */
public final class LogOnce {
    public static final Duration PERIOD = Duration.ofHours(1);

    /** Nobody can make this grow without end, by naming things that are not there. */
    static final int REMEMBERED = 1_000;

    private static final LogOnce SERVER = new LogOnce(System::nanoTime);

    private final Map<String, Long> said = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    LogOnce(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public static void errorf(Logger log, String format, Object... parameters) {
        SERVER.say(log, Level.ERROR, String.format(format, parameters));
    }

    public static void warnf(Logger log, String format, Object... parameters) {
        SERVER.say(log, Level.WARN, String.format(format, parameters));
    }

    private void say(Logger log, Level level, String sentence) {
        if (isNew(log.getName() + " " + sentence)) {
            log.log(level, sentence);
        }
    }

    boolean isNew(String sentence) {
        long now = nanoTime.getAsLong();
        Long before = said.get(sentence);
        if (before != null && now - before < PERIOD.toNanos()) {
            return false;
        }
        if (said.size() >= REMEMBERED) {
            said.values().removeIf(at -> now - at >= PERIOD.toNanos());
        }
        if (said.size() >= REMEMBERED) {
            said.clear();
        }
        return before == null ? said.putIfAbsent(sentence, now) == null : said.replace(sentence, before, now);
    }
}
