package cloud.magento.accounts.login.firstlogin;

import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which names a new account may have, the best first. What upstream calls a person is a wish: it is sanitized so that
 * it cannot be mistaken for another account or role (homographs, reserved names), or replaced by an opaque name.
 * Whether a
 * name is taken, or against the rules of the realm, is asked of each by {@link NewUser}.
 */
final class AccountNames {
    private static final int MOST_NUMBERS = 20;

    /** Leaves room for a number within Keycloak's 255 characters. */
    private static final int LONGEST = 200;

    private static final int HEX_OF_SUBJECT = 12;

    /** Keycloak's own for the accounts of clients. */
    private static final String SERVICE_ACCOUNT = "service-account";

    /** What stands for a role or a machine, among them the mailboxes of RFC 2142. */
    private static final Set<String> STANDS_FOR_SOMETHING = Set.of(
            "abuse",
            "admin",
            "administrator",
            "anonymous",
            "billing",
            "guest",
            "help",
            "hostmaster",
            "info",
            "keycloak",
            "magento",
            "noc",
            "noreply",
            "no-reply",
            "null",
            "operator",
            "postmaster",
            "realm-admin",
            "root",
            "sales",
            "security",
            "staff",
            "support",
            "system",
            "undefined",
            "webmaster");

    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cf}\\p{Cc}\\u034F\\u115F\\u1160\\u3164\\uFE00-\\uFE0F\\uFFA0\\x{E0100}-\\x{E01EF}]+");
    private static final Pattern UNUSABLE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._+-]+");
    private static final Pattern EDGES = Pattern.compile("^[._+-]+|[._+-]+$");

    private static final Set<UnicodeScript> OF_NO_SCRIPT = EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED);

    /** The scripts that are written with each other. */
    private static final Set<Set<UnicodeScript>> WRITTEN_TOGETHER = Set.of(
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    private AccountNames() {}

    /**
     * The names to try, in this order.
     *
     * @param preferredUsername what upstream calls the person
     * @param subject the upstream subject, of which the last names are made, as a digest
     */
    static Stream<String> of(String preferredUsername, String subject) {
        return Stream.concat(
                sanitized(preferredUsername).stream().flatMap(AccountNames::numbered), numbered(opaqueName(subject)));
    }

    /** Empty if nothing usable is left. */
    private static Optional<String> sanitized(String preferredUsername) {
        String whole = INVISIBLE
                .matcher(Normalizer.normalize(preferredUsername, Normalizer.Form.NFKC))
                .replaceAll("");
        // Of an address that belongs to nobody for sure, the part that is no address.
        int at = whole.indexOf('@');
        String text = at < 0 ? whole : whole.substring(0, at);
        String name = trimmed(UNUSABLE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-"));
        String fitting = trimmed(name.length() > LONGEST ? name.substring(0, before(name, LONGEST)) : name);
        return Optional.of(fitting)
                .filter(candidate -> !candidate.isEmpty())
                .filter(candidate -> !candidate.startsWith(SERVICE_ACCOUNT))
                .filter(candidate -> !STANDS_FOR_SOMETHING.contains(candidate))
                .filter(AccountNames::isOfOneScript);
    }

    private static String trimmed(String name) {
        return EDGES.matcher(name).replaceAll("");
    }

    /** Never between the surrogates of one character. */
    private static int before(String name, int end) {
        return Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end;
    }

    /** Letters of several scripts look like another name of one of them. */
    private static boolean isOfOneScript(String name) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.removeAll(OF_NO_SCRIPT);
        return scripts.size() <= 1 || WRITTEN_TOGETHER.stream().anyMatch(together -> together.containsAll(scripts));
    }

    private static Stream<String> numbered(String base) {
        return Stream.concat(
                Stream.of(base), IntStream.rangeClosed(2, MOST_NUMBERS).mapToObj(number -> base + "-" + number));
    }

    private static String opaqueName(String subject) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return "magento-" + HexFormat.of().formatHex(digest).substring(0, HEX_OF_SUBJECT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
