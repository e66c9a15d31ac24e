package cloud.magento.accounts.broker.gallery;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * English as a language that nobody speaks: every letter accented, two fifths longer, in brackets, and with marks that
 * write from right to left. Placeholders, choices, tags and entities stay as they are, and {@link #undo} gives the
 * English back.
 */
final class PseudoLocale {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String ACCENTED = "àƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";
    private static final char RIGHT_TO_LEFT_MARK = '\u200f';
    private static final char FILLER = 'ǁ';
    private static final int LONGEST_FILLER = 9;
    private static final Pattern ADDED =
            Pattern.compile("(\\s+" + FILLER + "+)+|" + FILLER + "+|" + RIGHT_TO_LEFT_MARK);

    private PseudoLocale() {}

    /** Every text, by its key. What has no letters to read, and the names of languages, stay out. */
    static Map<String, String> of(Map<String, String> english) {
        Map<String, String> all = new TreeMap<>();
        english.forEach((key, text) -> {
            if (!key.startsWith("locale_") && text.chars().anyMatch(Character::isLetter)) {
                all.put(key, of(text));
            }
        });
        return all;
    }

    /** One text, which is a pattern of {@link java.text.MessageFormat}. */
    static String of(String pattern) {
        StringBuilder text = new StringBuilder();
        int read = write(pattern, 0, text);
        if (read != pattern.length()) {
            throw new IllegalArgumentException("Braces that do not match: " + pattern);
        }
        long letters = pattern.chars().filter(Character::isLetter).count();
        return "[" + RIGHT_TO_LEFT_MARK + text + filler((int) (letters * 2 / 5)) + RIGHT_TO_LEFT_MARK + "]";
    }

    /** What was read on a page, in English again. */
    static String undo(String shown) {
        StringBuilder text = new StringBuilder();
        ADDED.matcher(shown).replaceAll("").chars().forEach(read -> {
            int place = ACCENTED.indexOf(read);
            text.append(place < 0 ? (char) read : PLAIN.charAt(place));
        });
        return text.toString().replace("[", "").replace("]", "");
    }

    private static String filler(int letters) {
        StringBuilder filler = new StringBuilder();
        for (int left = letters; left > 0; left -= LONGEST_FILLER) {
            filler.append(' ').append(String.valueOf(FILLER).repeat(Math.min(left, LONGEST_FILLER)));
        }
        return filler.toString();
    }

    /** Writes what is readable from this place to the end of the text or of the choice; returns where that is. */
    private static int write(String pattern, int from, StringBuilder text) {
        int at = from;
        while (at < pattern.length()) {
            char next = pattern.charAt(at);
            int closing = next == '<' ? pattern.indexOf('>', at) : next == '&' ? entityEnd(pattern, at) : -1;
            if (next == '{') {
                at = writePlaceholder(pattern, at, text);
            } else if (next == '}' || next == '|' && from > 0) {
                return at;
            } else if (closing > 0) {
                text.append(pattern, at, closing + 1);
                at = closing + 1;
            } else {
                int place = PLAIN.indexOf(next);
                text.append(place < 0 ? next : ACCENTED.charAt(place));
                at++;
            }
        }
        return at;
    }

    private static int entityEnd(String pattern, int at) {
        int end = pattern.indexOf(';', at);
        return end > 0 && pattern.substring(at + 1, end).matches("#?\\w+") ? end : -1;
    }

    private static int writePlaceholder(String pattern, int open, StringBuilder text) {
        int end = pattern.indexOf('}', open);
        if (end < 0) {
            throw new IllegalArgumentException("Braces that do not match: " + pattern);
        }
        int choice = pattern.indexOf(",choice,", open);
        if (choice < 0 || choice > end) {
            text.append(pattern, open, end + 1);
            return end + 1;
        }
        int at = choice + ",choice,".length();
        text.append(pattern, open, at);
        while (pattern.charAt(at) != '}') {
            int limit = at;
            while ("#<\u2264".indexOf(pattern.charAt(limit)) < 0) {
                limit++;
            }
            text.append(pattern, at, limit + 1);
            at = write(pattern, limit + 1, text);
            if (pattern.charAt(at) == '|') {
                text.append('|');
                at++;
            }
        }
        text.append('}');
        return at + 1;
    }
}
