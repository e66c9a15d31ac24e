package cloud.magento.accounts.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deadline that a group sets for its members. Whoever may edit groups can write one, so one that gives more time
 * than the realm does counts only up to the date that was approved for this very group.
 *
 * @param date from when the group's unlinked members are to be stopped
 * @param approved up to which date somebody approved the group's, or null where nobody did
 */
public record CohortDate(Instant date, @Nullable Instant approved) {
    /** Group attribute: a deadline of its own for the group's members, in the form of {@code linkEnforceFrom}. */
    public static final String ATTRIBUTE = "magento.link.enforceFrom";

    /** Whether the date counts in a realm with this deadline. */
    public boolean holds(Instant realmDeadline) {
        return !date.isAfter(realmDeadline) || (approved != null && !date.isAfter(approved));
    }

    /** The date that the attribute's values name; of several the earliest, since databases keep them in no order. */
    public static Optional<Instant> earliest(Stream<String> values) {
        return values.flatMap(value -> read(value).stream()).min(Comparator.naturalOrder());
    }

    /** The date that a text names, or empty for any other text. */
    public static Optional<Instant> read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LinkSettings.instant(ATTRIBUTE, text.strip()));
        } catch (InvalidSettingException e) {
            return Optional.empty();
        }
    }
}
