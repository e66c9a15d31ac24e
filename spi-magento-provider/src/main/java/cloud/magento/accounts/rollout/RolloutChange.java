package cloud.magento.accounts.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One part of the document, and what is to become of it.
 *
 * @param kind {@code setting}, {@code cohort} or {@code exemption}
 * @param name the setting's key, or the group's path
 * @param from what there is, or null where there is nothing
 * @param to what there is to be, or null where there is to be nothing or nobody said what
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutChange(
        String kind,
        String name,
        String outcome,
        @Nullable Object from,
        @Nullable Object to) {
    static final String SETTING = "setting";
    static final String COHORT = "cohort";
    static final String EXEMPTION = "exemption";

    /** What becomes of a part. */
    enum Outcome {
        UNCHANGED,
        CHANGED,
        ADDED,
        REMOVED,
        /** It is there, the document does not name it, and so it stays. */
        LEFT;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RolloutChange of(String kind, String name, Outcome outcome, @Nullable Object from, @Nullable Object to) {
        return new RolloutChange(kind, name, outcome.id(), from, to);
    }

    public boolean isChange() {
        return !outcome.equals(Outcome.UNCHANGED.id()) && !outcome.equals(Outcome.LEFT.id());
    }
}
