package cloud.magento.accounts.ledger.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the JSON that {@link CanonicalJson} can write, in any order of members and with any space between, and nothing
 * else: no name twice in an object, no null, no fraction or exponent, no half surrogate pair, nothing after the object.
 * Common libraries let the last of two names win and read 1.0 as 1, so two readers could see two different documents
 * with one hash.
 */
public final class StrictJson {
    private static final int MAX_DEPTH = 32;
    /** The digits of 2^53-1. */
    private static final int MAX_DIGITS = 16;

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /**
     * The object that the text is: members are text, {@link Long}, {@link Boolean}, lists and maps of these, all
     * unmodifiable.
     *
     * @throws IllegalArgumentException if it is none; the message tells where and why, and repeats nothing of the text
     */
    public static Map<String, Object> object(String text) {
        StrictJson json = new StrictJson(text);
        json.space();
        if (json.peek() != '{') {
            throw json.fault("no object begins");
        }
        Map<String, Object> object = json.object(1);
        json.space();
        if (json.at < text.length()) {
            throw json.fault("something follows the object");
        }
        return object;
    }

    private Object value(int depth) {
        return switch (peek()) {
            case '"' -> string();
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> integer();
            default -> throw fault("no value that the ledger holds begins");
        };
    }

    private Map<String, Object> object(int depth) {
        enter(depth);
        Map<String, Object> members = new TreeMap<>();
        if (peek() == '}') {
            at++;
            return Collections.unmodifiableMap(members);
        }
        do {
            space();
            if (peek() != '"') {
                throw fault("no name of a member begins");
            }
            String name = string();
            space();
            take(':');
            space();
            if (members.put(name, value(depth)) != null) {
                throw fault("a name has stood twice in one object");
            }
        } while (another('}'));
        return Collections.unmodifiableMap(members);
    }

    private List<Object> array(int depth) {
        enter(depth);
        List<Object> elements = new ArrayList<>();
        if (peek() == ']') {
            at++;
            return Collections.unmodifiableList(elements);
        }
        do {
            space();
            elements.add(value(depth));
        } while (another(']'));
        return Collections.unmodifiableList(elements);
    }

    private void enter(int depth) {
        if (depth > MAX_DEPTH) {
            throw fault("objects lie more than " + MAX_DEPTH + " deep");
        }
        at++;
        space();
    }

    /** Whether a comma follows; otherwise this end must. */
    private boolean another(char end) {
        space();
        if (peek() == ',') {
            at++;
            return true;
        }
        take(end);
        return false;
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw fault("no value that the ledger holds begins");
        }
        at += word.length();
        return meaning;
    }

    private Object integer() {
        int start = at;
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        int digits = at;
        long number = 0;
        while (peek() >= '0' && peek() <= '9' && at - digits <= MAX_DIGITS) {
            number = number * 10 + (peek() - '0');
            at++;
        }
        char next = peek();
        if (at == digits || next == '.' || next == 'e' || next == 'E' || number > CanonicalJson.MAX_INTEGER) {
            throw fault("the number is not a whole one within 2^53-1");
        }
        if (text.charAt(digits) == '0' && at - start > 1) {
            throw fault("the number begins with a zero or is a negative zero");
        }
        return negative ? -number : number;
    }

    private String string() {
        int start = ++at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\' || c < 0x20 || Character.isSurrogate(c)) {
                return slowString(start);
            }
        }
        throw fault("the text has no end");
    }

    /** What {@link #string} leaves because it is rare: escapes and characters beyond the first 65,536. */
    private String slowString(int start) {
        StringBuilder out = new StringBuilder(at - start + 16).append(text, start, at);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return wellFormed(out);
            }
            if (c < 0x20) {
                throw fault("a control character stands unescaped");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw fault("the text has no end");
    }

    private String wellFormed(StringBuilder out) {
        for (int i = 0; i < out.length(); i++) {
            if (Character.isSurrogate(out.charAt(i))) {
                if (i + 1 == out.length() || !Character.isSurrogatePair(out.charAt(i), out.charAt(i + 1))) {
                    throw fault("the text has held half a surrogate pair");
                }
                i++;
            }
        }
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> hexadecimal();
            default -> throw fault("an escape is unknown");
        };
    }

    private char hexadecimal() {
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw fault("an escape has no four hexadecimal digits");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return;
            }
            at++;
        }
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw fault("\"" + expected + "\" is missing");
        }
        at++;
    }

    /** The character at hand; at the end one that nothing begins with. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("at character " + (Math.min(at, text.length()) + 1) + " " + what);
    }
}
