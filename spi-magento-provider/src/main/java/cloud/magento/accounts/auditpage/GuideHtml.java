package cloud.magento.accounts.auditpage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guide as HTML: as much of Markdown as the guides of {@code docs} use. Everything is escaped, whatever it is. A link
 * leads to another guide, to a place in one, or out by http; one to anything else, such as a source file, is left as
 * its words, since a server has no such page.
 */
final class GuideHtml {
    private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.+)");
    private static final Pattern ITEM = Pattern.compile("(- |(\\d{1,3})\\. +)(.*)");
    private static final Pattern RULE = Pattern.compile("\\|[ :|-]+\\|");
    private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");
    private static final String INDENT = "    ";
    private static final String FENCE = "```";

    private final StringBuilder html = new StringBuilder();
    private final GuideText text;
    private String title = "";

    private GuideHtml(UnaryOperator<String> guide) {
        this.text = new GuideText(guide);
    }

    /**
     * The guide.
     *
     * @param markdown its text
     * @param guide gives the address of a guide by its name
     */
    static GuideHtml of(String markdown, UnaryOperator<String> guide) {
        GuideHtml made = new GuideHtml(guide);
        made.blocks(markdown.replace("\r", "").lines().toList());
        return made;
    }

    /** The guide's first heading, as plain text. */
    String title() {
        return title;
    }

    /** Everything after it. */
    String html() {
        return html.toString();
    }

    private void blocks(List<String> lines) {
        int at = 0;
        while (at < lines.size()) {
            at = block(lines, at);
        }
    }

    /** Writes the block that begins here, and returns where the next one does. */
    private int block(List<String> lines, int at) {
        String line = lines.get(at);
        if (line.isBlank() || line.startsWith("<!--")) {
            return at + 1;
        } else if (line.startsWith(FENCE)) {
            return fenced(lines, at + 1);
        } else if (line.startsWith(INDENT)) {
            return indented(lines, at);
        } else if (line.startsWith("|")) {
            return table(lines, at);
        } else if (HEADING.matcher(line).matches()) {
            heading(line);
            return at + 1;
        } else if (ITEM.matcher(line).matches()) {
            return list(lines, at);
        }
        return paragraph(lines, at);
    }

    private int fenced(List<String> lines, int from) {
        int to = from;
        while (to < lines.size() && !lines.get(to).startsWith(FENCE)) {
            to++;
        }
        code(lines.subList(from, to));
        return to + 1;
    }

    private int indented(List<String> lines, int from) {
        int to = from;
        int end = from;
        while (to < lines.size() && (lines.get(to).isBlank() || lines.get(to).startsWith(INDENT))) {
            to++;
            end = lines.get(to - 1).isBlank() ? end : to;
        }
        code(lines.subList(from, end).stream()
                .map(line -> line.isBlank() ? "" : line.substring(INDENT.length()))
                .toList());
        return to;
    }

    private void code(List<String> lines) {
        html.append("<pre><code>")
                .append(GuideText.escaped(String.join("\n", lines)))
                .append("</code></pre>\n");
    }

    private void heading(String line) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            int level = heading.group(1).length();
            String words = heading.group(2).strip();
            if (level == 1 && title.isEmpty()) {
                title = GuideText.plain(words);
                return;
            }
            String tag = "h" + Math.max(2, level);
            html.append('<')
                    .append(tag)
                    .append(" id=\"guide-")
                    .append(anchor(words))
                    .append("\">");
            html.append(text.html(words)).append("</").append(tag).append(">\n");
        }
    }

    /** As GitHub makes it, so that a link works in both places. */
    private static String anchor(String heading) {
        return GuideText.plain(heading)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private int table(List<String> lines, int from) {
        int to = from;
        while (to < lines.size() && lines.get(to).startsWith("|")) {
            to++;
        }
        html.append("<div class=\"magento-audit-table\"><table>");
        boolean hasHead =
                to - from > 1 && RULE.matcher(lines.get(from + 1).strip()).matches();
        if (hasHead) {
            row(true, lines.get(from));
        }
        for (String line : lines.subList(from + (hasHead ? 2 : 0), to)) {
            row(false, line);
        }
        html.append("</table></div>\n");
        return to;
    }

    /** A column without a title has no head. */
    private void row(boolean isHead, String line) {
        String inner = line.strip().substring(1);
        inner = inner.endsWith("|") ? inner.substring(0, inner.length() - 1) : inner;
        html.append("<tr>");
        for (String cell : CELLS.split(inner, -1)) {
            String words = cell.strip().replace("\\|", "|");
            boolean isTitle = isHead && !words.isEmpty();
            html.append(isTitle ? "<th scope=\"col\">" : "<td>");
            html.append(text.html(words)).append(isTitle ? "</th>" : "</td>");
        }
        html.append("</tr>\n");
    }

    private int list(List<String> lines, int from) {
        Matcher first = ITEM.matcher(lines.get(from));
        boolean isNumbered = first.matches() && first.group(2) != null;
        html.append(isNumbered ? "<ol start=\"" + first.group(2) + "\">" : "<ul>");
        int at = from;
        while (at < lines.size() && isItem(lines.get(at), isNumbered)) {
            at = item(lines, at);
        }
        html.append(isNumbered ? "</ol>\n" : "</ul>\n");
        return at;
    }

    private static boolean isItem(String line, boolean isNumbered) {
        Matcher item = ITEM.matcher(line);
        return item.matches() && (item.group(2) != null) == isNumbered;
    }

    private int item(List<String> lines, int from) {
        Matcher item = ITEM.matcher(lines.get(from));
        if (!item.matches()) {
            throw new IllegalArgumentException("Not an item.");
        }
        int width = item.group(1).length();
        List<String> own = new ArrayList<>(List.of(item.group(3)));
        int to = from + 1;
        while (to < lines.size() && (lines.get(to).isBlank() || lines.get(to).startsWith(" "))) {
            String line = lines.get(to);
            int indent = line.length() - line.stripLeading().length();
            own.add(line.substring(Math.min(width, indent)));
            to++;
        }
        int words = 1;
        while (words < own.size() && isText(own.get(words))) {
            words++;
        }
        html.append("<li>").append(text.html(String.join("\n", own.subList(0, words))));
        blocks(own.subList(words, own.size()));
        html.append("</li>\n");
        return to;
    }

    private int paragraph(List<String> lines, int from) {
        int to = from + 1;
        while (to < lines.size() && isText(lines.get(to))) {
            to++;
        }
        html.append("<p>")
                .append(text.html(String.join("\n", lines.subList(from, to))))
                .append("</p>\n");
        return to;
    }

    /** Whether a line goes on with the words before it. */
    private static boolean isText(String line) {
        return !line.isBlank()
                && !line.startsWith(FENCE)
                && !line.startsWith("|")
                && !HEADING.matcher(line).matches()
                && !ITEM.matcher(line).matches();
    }
}
