package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.web.ReadableTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** A value of an entry as a person reads it: a time in the page's own form, anything else as it was recorded. */
final class RecordedValue {
    private RecordedValue() {}

    static String of(String recorded, Locale locale) {
        try {
            return ReadableTime.dateOf(Instant.parse(recorded), locale);
        } catch (DateTimeException e) {
            return recorded;
        }
    }
}
