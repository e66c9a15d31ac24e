package cloud.magento.accounts.reminder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Arrays;
import java.util.Locale;

/** Counts mails of campaigns for the metrics endpoint, by what came of them. */
enum ReminderCounts {
    SENT,
    FAILED,
    DOUBTFUL,
    SKIPPED,
    /** Put back, to be tried again. */
    POSTPONED;

    private Counter counter() {
        return Counter.builder("magento_link_reminder_mails")
                .description("Mails of campaigns, by what came of them.")
                .tag("outcome", name().toLowerCase(Locale.ROOT))
                .register(Metrics.globalRegistry);
    }

    void count() {
        counter().increment();
    }

    /** Shows zeros, so that the first one of a kind is seen as one more. */
    static void begin() {
        Arrays.stream(values()).forEach(ReminderCounts::counter);
    }
}
