package cloud.magento.accounts.campaign;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How many reminders a campaign has in each state. */
public record MailCounts(Map<MailState, Long> counts) {
    public MailCounts {
        counts = Collections.unmodifiableMap(complete(counts));
    }

    public long of(MailState state) {
        return counts.getOrDefault(state, 0L);
    }

    /** Whether nothing is left to be sent. */
    public boolean isDone() {
        return of(MailState.WAITING) + of(MailState.SENDING) == 0;
    }

    /** By the states' public forms. */
    public Map<String, Long> byId() {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((state, count) -> named.put(state.id(), count));
        return named;
    }

    private static Map<MailState, Long> complete(Map<MailState, Long> known) {
        Map<MailState, Long> all = new EnumMap<>(MailState.class);
        Arrays.stream(MailState.values()).forEach(state -> all.put(state, known.getOrDefault(state, 0L)));
        return all;
    }
}
