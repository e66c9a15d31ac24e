package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link from one page of the documentation to another, or to a heading or a picture, leads there. */
class LinksBetweenPagesTest {
    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|src=\")([^)\"\\s]+)[)\"]");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.*)$");
    private static final Pattern FENCE = Pattern.compile("^\\s*```.*");

    private final Map<Path, Set<String>> headings = new HashMap<>();

    @Test
    void hasNoBrokenLinks() {
        List<String> broken = Pages.all().stream().flatMap(this::broken).toList();

        assertThat(broken).isEmpty();
    }

    private Stream<String> broken(Path page) {
        return LINK.matcher(String.join("\n", prose(page)))
                .results()
                .map(MatchResult::group)
                .map(link -> LINK.matcher(link).replaceFirst("$1"))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .filter(target -> !leads(page, target))
                .map(target -> Pages.name(page) + ": " + target);
    }

    private boolean leads(Path page, String target) {
        int mark = target.indexOf('#');
        String file = mark < 0 ? target : target.substring(0, mark);
        Path there = file.isEmpty() ? page : page.resolveSibling(Path.of(file)).normalize();
        return Files.exists(there)
                && (mark < 0
                        || headings.computeIfAbsent(there, LinksBetweenPagesTest::headingsOf)
                                .contains(target.substring(mark + 1)));
    }

    /** As GitHub names them. */
    private static Set<String> headingsOf(Path page) {
        Set<String> found = new HashSet<>();
        for (String line : prose(page)) {
            HEADING.matcher(line)
                    .results()
                    .map(heading -> heading.group(1)
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-'))
                    .forEach(found::add);
        }
        return found;
    }

    /** Without what stands in blocks of code. */
    private static List<String> prose(Path page) {
        boolean[] code = {false};
        return Pages.lines(page).stream()
                .filter(line -> {
                    boolean fence = FENCE.matcher(line).matches();
                    code[0] ^= fence;
                    return !code[0] && !fence && !line.startsWith("    ");
                })
                .toList();
    }
}
