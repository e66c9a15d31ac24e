package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No colour depends on the width of the screen: one width for each colour scheme is enough to look at. */
class StylesTest {
    private static final Path THEMES = Path.of("..", "themes", "src", "main", "resources", "theme");
    private static final Pattern OF_WIDTH =
            Pattern.compile("@media[^{]*-width[^{]*\\{((?:[^{}]*\\{[^{}]*})*)[^{}]*}", Pattern.DOTALL);
    private static final Pattern COLOUR = Pattern.compile("(?i)[a-z-]*(?:color|background|shadow)[a-z-]*\\s*:");

    @Test
    void setsNoColourByWidth() throws IOException {
        List<String> blocks = blocksByWidth();

        assertThat(blocks)
                .isNotEmpty()
                .allSatisfy(block ->
                        assertThat(COLOUR.matcher(block).find()).as(block).isFalse());
    }

    private static List<String> blocksByWidth() throws IOException {
        try (Stream<Path> files = Files.walk(THEMES)) {
            return files.filter(file -> file.toString().endsWith(".css"))
                    .flatMap(file -> OF_WIDTH.matcher(read(file)).results().map(MatchResult::group))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
