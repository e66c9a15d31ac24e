package cloud.magento.accounts.ledger.chain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the chain needs of an entry, taken out of its members.
 *
 * @param account the commitment to the account's data, where there is any
 * @param actor the commitment to the administrator's data, where there is any
 */
record EntryFields(
        String realm,
        long seq,
        String time,
        String type,
        String previous,
        @Nullable String account,
        @Nullable String actor) {
    private static final long VERSION = 1;
    private static final String TIME = "0000-00-00T00:00:00.000Z";
    private static final String ERASED = "erased";

    /**
     * Which part of which entries an entry of the type {@code erased} says was erased.
     *
     * @param part {@code account} or {@code actor}
     */
    record Erasure(List<Long> entries, String part) {}

    /** @throws IllegalArgumentException if a member is missing or of another type; the message is a clause about it */
    static EntryFields of(Map<String, Object> entry) {
        if (!Long.valueOf(VERSION).equals(integer(entry, "v"))) {
            throw new IllegalArgumentException("it is of a version of the format that is not " + VERSION);
        }
        String time = text(entry, "time");
        if (!isTime(time)) {
            throw new IllegalArgumentException("its \"time\" is not written like 2020-04-01T00:00:00.000Z");
        }
        text(entry, "by");
        if (entry.containsKey("details") && !(entry.get("details") instanceof Map)) {
            throw new IllegalArgumentException("its \"details\" are no object");
        }
        return new EntryFields(
                text(entry, "realm"),
                integer(entry, "seq"),
                time,
                text(entry, "type"),
                digest(entry, "previous"),
                entry.containsKey("account") ? digest(entry, "account") : null,
                entry.containsKey("actor") ? digest(entry, "actor") : null);
    }

    /** What the entry says was erased, or null for an entry of another type. */
    static @Nullable Erasure erasure(Map<String, Object> entry) {
        if (!ERASED.equals(entry.get("type"))) {
            return null;
        }
        if (entry.get("details") instanceof Map<?, ?> details
                && details.get("entries") instanceof List<?> entries
                && entries.stream().allMatch(EntryFields::isWhole)) {
            return new Erasure(
                    entries.stream().map(seq -> ((Number) seq).longValue()).toList(), part(details.get("parts")));
        }
        throw new IllegalArgumentException("it does not list the entries that it says were erased");
    }

    private static String part(@Nullable Object parts) {
        if (parts instanceof String part && (part.equals(PersonalParts.ACCOUNT) || part.equals(PersonalParts.ACTOR))) {
            return part;
        }
        throw new IllegalArgumentException("it does not say which part was erased");
    }

    private static boolean isWhole(@Nullable Object value) {
        return value instanceof Long || value instanceof Integer;
    }

    private static boolean isTime(String time) {
        if (time.length() != TIME.length()) {
            return false;
        }
        for (int i = 0; i < TIME.length(); i++) {
            char c = time.charAt(i);
            if (TIME.charAt(i) == '0' ? c < '0' || c > '9' : c != TIME.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String text(Map<String, Object> entry, String name) {
        if (entry.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("its \"" + name + "\" is missing or no text");
    }

    private static long integer(Map<String, Object> entry, String name) {
        Object value = entry.get(name);
        if (value instanceof Number number && isWhole(number)) {
            return number.longValue();
        }
        throw new IllegalArgumentException("its \"" + name + "\" is missing or no whole number");
    }

    private static String digest(Map<String, Object> entry, String name) {
        String text = text(entry, name);
        if (Sha256.isHex(text)) {
            return text;
        }
        throw new IllegalArgumentException("its \"" + name + "\" is not 64 lower-case hexadecimal digits");
    }
}
