package cloud.magento.accounts.web;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a mail calls an account. People choose such names, here and at upstream, and a mail may reach somebody else: so
 * that nobody has us deliver a message of theirs, a name is one short word that no mail program makes a link of, and
 * that shows as it is written.
 *
 * <p>Letters, digits and a few marks are kept. Of an address the part after the {@code @} is left out; a
 * point within becomes a middle dot; what is too long ends in an ellipsis.
 */
public final class MailName {
    static final int MAX_LENGTH = 32;

    private static final String NOTHING = "…";
    private static final Pattern BREAK = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern UNWANTED = Pattern.compile("[^\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}.@_'’+-]");
    private static final Pattern MANY_MARKS = Pattern.compile("(\\p{M}{2})\\p{M}+");

    private MailName() {}

    /** The name in this form; of what says nothing, an ellipsis. */
    public static String of(@Nullable String name) {
        String word = BREAK.split(Normalizer.normalize(name == null ? "" : name.strip(), Normalizer.Form.NFKC), 2)[0];
        String plain = MANY_MARKS
                .matcher(UNWANTED.matcher(word).replaceAll(""))
                .replaceAll("$1")
                .replace('.', '·');
        int at = plain.indexOf('@');
        return at < 0 ? shortened(plain, NOTHING) : shortened(plain.substring(0, at), "") + "@" + NOTHING;
    }

    private static String shortened(String plain, String empty) {
        if (plain.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return empty;
        }
        return plain.codePointCount(0, plain.length()) <= MAX_LENGTH
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, MAX_LENGTH - 1)) + NOTHING;
    }
}
