package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every test and every row of the matrix that docs/security.md names is there. */
class SecurityTableTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))(?:\\.(\\w+))?`");
    private static final Pattern PARENT = Pattern.compile("^(?:final )?class \\w+ extends (\\w+)", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("`([^`]+)`");

    private final Map<String, String> sources = sources();

    @Test
    void each_test_that_it_names_exists() {
        List<MatchResult> named =
                matches(TEST, String.join("\n", Document.named("security.md").lines()));

        assertThat(named).isNotEmpty();
        assertThat(named.stream().filter(test -> !exists(test)).map(MatchResult::group))
                .isEmpty();
    }

    @Test
    void each_row_of_the_matrix_that_it_names_exists() {
        List<String> lines = Document.named("security.md").lines();
        int table = lines.indexOf("| What is tried | Rows of the matrix |");
        String ways = sources.entrySet().stream()
                .filter(source -> source.getKey().endsWith("Ways.java"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());

        List<String> rows = lines.subList(table + 2, lines.size()).stream()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[2])
                .flatMap(cell -> matches(ROW, cell).stream())
                .map(row -> row.group(1))
                .toList();
        assertThat(rows).isNotEmpty();
        assertThat(rows.stream().filter(row -> !ways.contains("\"" + row + "\"")))
                .isEmpty();
    }

    private boolean exists(MatchResult test) {
        return exists(test.group(1), test.group(2));
    }

    /** In the class itself, or in one of ours that it inherits its tests from. */
    private boolean exists(String type, @Nullable String method) {
        String source = sources.get(type + ".java");
        if (source == null || method == null) {
            return source != null;
        }
        return source.contains(" " + method + "(")
                || matches(PARENT, source).stream().anyMatch(parent -> exists(parent.group(1), method));
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static Map<String, String> sources() {
        return Stream.of("src/test/java", "../broker/src/test/java")
                .map(Path::of)
                .flatMap(SecurityTableTest::files)
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString(), SecurityTableTest::read, (one, other) -> one));
    }

    private static Stream<Path> files(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
