package cloud.magento.accounts.auditpage;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a guide: code, links, pictures and what is stressed. A picture is told by its words. */
final class GuideText {
    private static final Pattern CODE = Pattern.compile("(`+)(.+?)\\1", Pattern.DOTALL);
    private static final Pattern LINK =
            Pattern.compile("!?\\[((?:[^\\[\\]`]|`[^`]*`)*)\\]\\(([^()\\s]*)\\)", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("<(https?://[^<>\\s]+)>");
    private static final Pattern STRONG =
            Pattern.compile("\\*\\*(?=\\S)((?:`[^`]*`|(?!\\*\\*).)+)\\*\\*", Pattern.DOTALL);
    private static final Pattern STRESSED = Pattern.compile("\\*(?=\\S)((?:`[^`]*`|[^*`])+)\\*");
    private static final Pattern GUIDE = Pattern.compile("([a-z][a-z-]*)\\.md(?:#(.*))?");

    private final UnaryOperator<String> guide;

    GuideText(UnaryOperator<String> guide) {
        this.guide = guide;
    }

    String html(String words) {
        StringBuilder html = new StringBuilder();
        int at = 0;
        while (at < words.length()) {
            at = next(words, at, html);
        }
        return html.toString();
    }

    /** Writes what stands here, and returns where to go on. */
    private int next(String words, int at, StringBuilder html) {
        char here = words.charAt(at);
        Pattern form = switch (here) {
            case '`' -> CODE;
            case '[', '!' -> LINK;
            case '<' -> ADDRESS;
            case '*' -> words.startsWith("**", at) ? STRONG : STRESSED;
            default -> null;
        };
        if (form != null) {
            Matcher found = form.matcher(words).region(at, words.length());
            if (found.lookingAt()) {
                html.append(written(form, found));
                return found.end();
            }
        }
        html.append(escaped(String.valueOf(here)));
        return at + 1;
    }

    private String written(Pattern form, Matcher found) {
        if (form == CODE) {
            return "<code>" + escaped(found.group(2)) + "</code>";
        } else if (form == ADDRESS) {
            return anchor(found.group(1), escaped(found.group(1)));
        } else if (form == STRONG) {
            return "<strong>" + html(found.group(1)) + "</strong>";
        } else if (form == STRESSED) {
            return "<em>" + html(found.group(1)) + "</em>";
        }
        return found.group().startsWith("!")
                ? "<em>" + html(found.group(1)) + "</em>"
                : link(html(found.group(1)), found.group(2));
    }

    private String link(String words, String to) {
        Matcher other = GUIDE.matcher(to);
        if (other.matches()) {
            String place = other.group(2) == null ? "" : "#guide-" + other.group(2);
            return anchor(guide.apply(other.group(1)) + place, words);
        } else if (to.startsWith("#")) {
            return anchor("#guide-" + to.substring(1), words);
        }
        return to.startsWith("https://") || to.startsWith("http://") ? anchor(to, words) : words;
    }

    private static String anchor(String to, String words) {
        return "<a href=\"" + escaped(to) + "\">" + words + "</a>";
    }

    /** Without the marks of code, links and stress. */
    static String plain(String words) {
        return LINK.matcher(words).replaceAll("$1").replaceAll("[`*]", "");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
