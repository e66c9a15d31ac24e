package cloud.magento.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkRoles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sources have to keep to and no compiler tells: see each rule. */
class SourceTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final int COLUMNS = 120;

    /** A row of a table of cases, which is read across and not broken. */
    private static final Pattern ROW = Pattern.compile(" \\| .* \\| ");

    /** A meter as it is registered, from its builder to the end of that. */
    private static final Pattern METER = Pattern.compile(
            "\\b(?:Counter|Timer|Gauge|MultiGauge|DistributionSummary)\\.builder\\(.*?\\.register\\(", Pattern.DOTALL);

    /** Registers a meter without a word on what it counts. */
    private static final Pattern BARE_METER = Pattern.compile("\\bMetrics\\.(?:counter|timer|gauge\\w*|summary)\\(");

    /** A key that is misspelt in one place loses an entry of the ledger, a count or a right, and nobody is told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                EventDetails.REASON,
                EventDetails.FAULT,
                EventDetails.REFERENCE,
                EventDetails.PROOF,
                LinkRoles.VIEW,
                LinkRoles.MANAGE
            })
    void writesNamesOfTheContractInOnePlace(String name) {
        assertThat(sources(MAIN).filter(file -> text(file).contains("\"" + name + "\"")))
                .singleElement()
                .asString()
                .contains("policy");
    }

    /** What the metrics endpoint says of a metric is all that its reader has. */
    @Test
    void describesEveryMeter() {
        List<String> meters = sources(MAIN)
                .flatMap(file -> METER.matcher(text(file)).results())
                .map(meter -> meter.group())
                .toList();

        assertThat(meters).hasSizeGreaterThan(6).allMatch(meter -> meter.contains(".description("));
        assertThat(sources(MAIN).filter(file -> BARE_METER.matcher(text(file)).find()))
                .isEmpty();
    }

    /** The formatter breaks code, but neither comments nor texts. */
    @Test
    void staysWithinTheColumns() {
        Stream<Path> scripts =
                Stream.of("start", "test", "gallery", "bench", "format").map(PROJECT::resolve);

        assertThat(Stream.concat(sources(PROJECT), scripts).flatMap(SourceTest::tooLong))
                .isEmpty();
    }

    private static Stream<String> tooLong(Path file) {
        List<String> lines = text(file).lines().toList();
        return IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).length() > COLUMNS)
                .filter(line -> !ROW.matcher(lines.get(line)).find())
                .mapToObj(line -> file + ":" + (line + 1));
    }

    private static Stream<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
