package cloud.magento.accounts.refusal;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.common.util.SecretGenerator;

/**
 * The number a refusal carries on its page and in its entry or event, so that support finds the one from the other. It
 * names no person and grants nothing. Letters and digits that are easily mistaken when read aloud are left out.
 */
public final class Reference {
    private static final char[] ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ".toCharArray();

    /**
     * Look-alikes: what somebody may have read when they typed this letter.
     */
    private static final Map<Character, String> LOOK_ALIKES = Map.ofEntries(
            Map.entry('0', "QD"),
            Map.entry('O', "QD"),
            Map.entry('1', "7J"),
            Map.entry('I', "7J"),
            Map.entry('L', "7J"),
            Map.entry('A', "4"),
            Map.entry('E', "3"),
            Map.entry('U', "V"),
            Map.entry('2', "2Z"),
            Map.entry('Z', "Z2"),
            Map.entry('5', "5S"),
            Map.entry('S', "S5"),
            Map.entry('6', "6G"),
            Map.entry('G', "G6"),
            Map.entry('8', "8B"),
            Map.entry('B', "B8"));

    /** Longer than any line somebody pastes a reference with. */
    private static final int MAX_TYPED = 200;

    /** A reference amid other text is known by its beginning. */
    private static final Pattern AMID =
            Pattern.compile("(?<![A-Z0-9])M[^A-Z0-9]{0,3}([A-Z0-9]{4})[^A-Z0-9]{0,3}([A-Z0-9]{4})(?![A-Z0-9])");

    private static final Pattern ALONE = Pattern.compile("M?([A-Z0-9]{4})([A-Z0-9]{4})");

    private Reference() {}

    /** A fresh reference such as {@code M-7F3K-Q2XD}: 28^8 possibilities. */
    static String next() {
        SecretGenerator random = SecretGenerator.getInstance();
        return "M-" + random.randomString(4, ALPHABET) + "-" + random.randomString(4, ALPHABET);
    }

    /**
     * The reference that somebody typed or pasted, in any case, width, spacing and dashes; empty if it is not a
     * reference. It may have letters that no reference has: see {@link #lookAlikes}.
     */
    public static String normalized(String typed) {
        if (typed.length() > MAX_TYPED) {
            return "";
        }
        String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        Matcher amid = AMID.matcher(plain);
        if (amid.find()) {
            return "M-" + amid.group(1) + "-" + amid.group(2);
        }
        Matcher alone = ALONE.matcher(plain.replaceAll("[^\\p{L}\\p{N}]", ""));
        return alone.matches() ? "M-" + alone.group(1) + "-" + alone.group(2) : "";
    }

    /** All that a normalized reference may be a misreading of, itself among them where it can be one: 256 at most. */
    public static Set<String> lookAlikes(String normalized) {
        Set<String> readings = new LinkedHashSet<>(Set.of(""));
        for (int i = 0; i < normalized.length(); i++) {
            char typed = normalized.charAt(i);
            Set<String> longer = new LinkedHashSet<>();
            for (String reading : readings) {
                for (char read : readings(typed, reading).toCharArray()) {
                    longer.add(reading + read);
                }
            }
            readings = longer;
        }
        return readings;
    }

    /** The first letter is the same in all references. */
    private static String readings(char typed, String before) {
        return before.isEmpty() ? String.valueOf(typed) : LOOK_ALIKES.getOrDefault(typed, String.valueOf(typed));
    }
}
