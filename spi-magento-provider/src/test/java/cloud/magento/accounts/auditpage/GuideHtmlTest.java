package cloud.magento.accounts.auditpage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guides of docs become on the auditor's page. */
class GuideHtmlTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>");
    private static final Pattern LINK = Pattern.compile("href=\"/guides/([a-z-]+)(?:#([^\"]+))?\"");
    private static final Pattern OWN_LINK = Pattern.compile("href=\"#([^\"]+)\"");
    private static final Pattern PLACE = Pattern.compile(" id=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("<(pre|code)>.*?</\\1>", Pattern.DOTALL);

    static Stream<String> guides() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../docs"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .map(name -> name.replace(".md", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void rendersEveryGuideWithoutLeftovers(String name) {
        GuideHtml guide = shipped(name);

        assertThat(guide.title()).isNotBlank().doesNotContain("`", "*", "[");
        assertThat(CODE.matcher(guide.html()).replaceAll(""))
                .doesNotContain("**", "](", "```")
                .doesNotContainPattern("(?m)^[|#]");
        assertBalanced(guide.html());
    }

    @ParameterizedTest
    @MethodSource("guides")
    void linksToPlacesThatAreThere(String name) {
        String html = shipped(name).html();

        Matcher link = LINK.matcher(html);
        while (link.find()) {
            Set<String> places = places(shipped(link.group(1)).html());
            if (link.group(2) != null) {
                assertThat(places).as(link.group()).contains(link.group(2));
            }
        }
        Matcher own = OWN_LINK.matcher(html);
        while (own.find()) {
            assertThat(places(html)).contains(own.group(1));
        }
    }

    @Test
    void escapesEverything() {
        assertThat(html("# A\n\n<script>alert(1)</script> `<b>` [<i>](x.md) [j](javascript:alert(1))"))
                .isEqualTo("<p>&lt;script&gt;alert(1)&lt;/script&gt; <code>&lt;b&gt;</code>"
                        + " <a href=\"/guides/x\">&lt;i&gt;</a> [j](javascript:alert(1))</p>\n");
    }

    @Test
    void leavesLinksToSourcesAsWords() {
        assertThat(html("[README](../README.md) and [it](https://example.com/a?b&c)"))
                .isEqualTo("<p>README and <a href=\"https://example.com/a?b&amp;c\">it</a></p>\n");
    }

    @Test
    void writesListsWithWhatIsInThem() {
        assertThat(html("1. One\n   more:\n\n        code <1>\n\n2. Two\n"))
                .isEqualTo("<ol start=\"1\"><li>One\nmore:<pre><code> code &lt;1&gt;</code></pre>\n</li>\n"
                        + "<li>Two</li>\n</ol>\n");
        assertThat(html("- a\n- **b**\n")).isEqualTo("<ul><li>a</li>\n<li><strong>b</strong></li>\n</ul>\n");
    }

    @Test
    void writesTablesWithEscapedBars() {
        assertThat(html("| A | B | |\n|---|---|---|\n| `x\\|y` | z | |\n"))
                .isEqualTo("<div class=\"magento-audit-table\"><table>"
                        + "<tr><th scope=\"col\">A</th><th scope=\"col\">B</th><td></td></tr>\n"
                        + "<tr><td><code>x|y</code></td><td>z</td><td></td></tr>\n</table></div>\n");
    }

    @Test
    void findsOnlyGuides() {
        assertThat(Guides.named(Guides.AUDITOR)).isPresent();
        assertThat(Stream.of("nonsense", "../auditor", "auditor.md", "", "decisions/0001-own-relying-party", "A"))
                .allSatisfy(name -> assertThat(Guides.named(name)).isEmpty());
    }

    private static String html(String markdown) {
        return GuideHtml.of(markdown, name -> "/guides/" + name).html();
    }

    private static GuideHtml shipped(String name) {
        return GuideHtml.of(
                Guides.named(name).orElseThrow(() -> new AssertionError(name)), other -> "/guides/" + other);
    }

    private static Set<String> places(String html) {
        Set<String> places = new TreeSet<>();
        Matcher place = PLACE.matcher(html);
        while (place.find()) {
            places.add(place.group(1));
        }
        return places;
    }

    private static void assertBalanced(String html) {
        List<String> open = new ArrayList<>();
        Matcher tag = TAG.matcher(html);
        while (tag.find()) {
            if (tag.group(1).isEmpty()) {
                open.add(tag.group(2));
            } else {
                assertThat(open).last().isEqualTo(tag.group(2));
                open.remove(open.size() - 1);
            }
        }
        assertThat(open).isEmpty();
    }
}
