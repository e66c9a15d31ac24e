package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.LedgerFilter;
import cloud.magento.accounts.report.InvalidFilterException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for, as it was sent; empty where nothing was.
 *
 * @param user an account, by name, address or id
 * @param type an {@link EntryType} by its id
 * @param from the first day, in UTC
 * @param to the last day, in UTC
 * @param before the entry before which to go on
 */
record EntryForm(String user, String type, String from, String to, String before) {
    private static final int MAX_LENGTH = 255;

    static EntryForm of(MultivaluedMap<String, String> parameters) {
        return new EntryForm(
                sent(parameters, "user").strip(),
                sent(parameters, "type"),
                sent(parameters, "from"),
                sent(parameters, "to"),
                sent(parameters, "before"));
    }

    /** @throws InvalidFilterException for what the form could not have sent */
    LedgerFilter filter(CurrentNames names) {
        if (user.length() > MAX_LENGTH || user.indexOf('\0') >= 0) {
            throw new InvalidFilterException("No such account.");
        }
        return new LedgerFilter(
                user.isEmpty() ? null : names.idOf(user),
                type.isEmpty()
                        ? null
                        : EntryType.ofId(type).orElseThrow(() -> new InvalidFilterException("No such type.")),
                day(from, 0),
                day(to, 1),
                before.isEmpty() ? null : number(before),
                true);
    }

    /** The same without the place in it, to be sent again. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "user", user);
        put(parameters, "type", type);
        put(parameters, "from", from);
        put(parameters, "to", to);
        return parameters;
    }

    /** What is put on record of it: an account by its id only. */
    Map<String, Object> evidence(LedgerFilter filter) {
        Map<String, Object> evidence = new LinkedHashMap<>(parameters());
        Optional.ofNullable(filter.userId()).ifPresent(id -> evidence.put("user", id));
        put(evidence, "before", before);
        return evidence;
    }

    private static @Nullable Instant day(String day, int later) {
        try {
            return day.isEmpty()
                    ? null
                    : LocalDate.parse(day)
                            .plusDays(later)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw new InvalidFilterException("No such day.");
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidFilterException("No such entry.");
        }
    }

    private static void put(Map<String, ? super String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static String sent(MultivaluedMap<String, String> parameters, String name) {
        @Nullable String value = parameters.getFirst(name);
        return value == null ? "" : value;
    }
}
