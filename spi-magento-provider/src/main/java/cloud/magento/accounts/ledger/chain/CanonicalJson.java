package cloud.magento.accounts.ledger.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in the one form that RFC 8785 (JSON Canonicalization Scheme) gives it, so that everyone who hashes a
 * value hashes the same bytes. Only what the ledger holds can be written: maps with text keys, lists, text, whole
 * numbers within ±(2^53-1) and booleans. Null, fractions and text with half a surrogate pair are refused, since
 * implementations differ on them.
 */
public final class CanonicalJson {
    /** The largest whole number that every JSON implementation keeps exactly (RFC 7493, section 2.2). */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(512);

    private CanonicalJson() {}

    /**
     * The canonical text of the value; its bytes are those of UTF-8.
     *
     * @throws IllegalArgumentException if the value, or one within it, is not among those that can be written
     */
    public static String of(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.value(value);
        return json.out.toString();
    }

    private void value(@Nullable Object value) {
        if (value instanceof String text) {
            text(text);
        } else if (value instanceof Long || value instanceof Integer) {
            integer(((Number) value).longValue());
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof List<?> list) {
            array(list);
        } else {
            throw new IllegalArgumentException("The ledger holds no value of the kind "
                    + (value == null ? "null" : value.getClass().getName()));
        }
    }

    private void object(Map<?, ?> map) {
        String[] names = new String[map.size()];
        int count = 0;
        for (Object key : map.keySet()) {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("The name of a member is not text");
            }
            names[count++] = name;
        }
        // The order of String is that of UTF-16 code units, as RFC 8785, section 3.2.3 wants it.
        Arrays.sort(names);
        out.append('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(',');
            }
            text(names[i]);
            out.append(':');
            value(map.get(names[i]));
        }
        out.append('}');
    }

    private void array(List<?> list) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(element);
        }
        out.append(']');
    }

    private void integer(long number) {
        if (number > MAX_INTEGER || number < -MAX_INTEGER) {
            throw new IllegalArgumentException("A whole number lies beyond 2^53-1");
        }
        out.append(number);
    }

    private void text(String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                out.append(text, written, i);
                written = i + 1;
                escaped(c);
            } else if (Character.isSurrogate(c)) {
                i = endOfPair(text, i);
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private void escaped(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }

    private static int endOfPair(String text, int at) {
        if (at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            return at + 1;
        }
        throw new IllegalArgumentException("A text holds half a surrogate pair");
    }
}
