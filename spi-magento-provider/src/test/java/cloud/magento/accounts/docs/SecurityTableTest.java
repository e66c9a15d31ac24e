package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test and every row of the matrix that docs/security.md names is there. */
class SecurityTableTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))(?:\\.(\\w+))?`");
    private static final Pattern PARENT = Pattern.compile("^(?:final )?class \\w+ extends (\\w+)", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("`([^`]+)`");

    private final Map<String, String> sources = sources();

    @Test
    void namesTestsThatExist() {
        List<MatchResult> named =
                matches(TEST, String.join("\n", Document.named("security.md").lines()));

        assertThat(named).isNotEmpty();
        assertThat(named.stream().filter(test -> !exists(test)).map(MatchResult::group))
                .isEmpty();
    }

    @Test
    void namesRowsOfMatrixThatExist() {
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

    /** By the name under which the field knows a threat, a stranger finds its line and its tests. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Account enumeration",
                "Account lockout",
                "Account takeover",
                "Algorithm confusion",
                "Brute force",
                "Clickjacking",
                "Consent bypass",
                "CSRF",
                "CSV injection",
                "Denial of service",
                "Downgrade",
                "Enumeration",
                "Header injection",
                "Host header injection",
                "IdP mix-up",
                "Input validation",
                "Key rotation",
                "Log injection",
                "Mass assignment",
                "nOAuth",
                "Open redirect",
                "Oversized",
                "Phishing",
                "Pre-hijacking",
                "Privilege escalation",
                "Race",
                "Replay",
                "Repudiation",
                "Second factor bypass",
                "Secret disclosure",
                "Security misconfiguration",
                "Session fixation",
                "Spam",
                "SQL injection",
                "SSRF",
                "Tampering",
                "Time of check, time of use",
                "Timeout",
                "Token forgery",
                "Token substitution",
                "Unicode spoofing",
                "XSS"
            })
    void namesThreatWithTests(String threat) {
        List<String> rows = Document.named("security.md").lines().stream()
                .map(line -> line.split("\\|", -1))
                .filter(cells -> cells.length == 5)
                .filter(cells -> cells[1].toLowerCase(Locale.ROOT).contains(threat.toLowerCase(Locale.ROOT)))
                .map(cells -> cells[3])
                .toList();

        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(tests ->
                        assertThat(matches(TEST, tests)).as(tests).isNotEmpty().allMatch(this::exists));
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
