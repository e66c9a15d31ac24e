package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/troubleshooting.md quotes in italics is what people and operators see. */
class TroubleshootingTest {
    private static final Document PAGE = Document.named("troubleshooting.md");
    private static final Pattern QUOTED = Pattern.compile("(?<![*\\w])\\*([^*]+)\\*(?!\\*)");

    /** Of Keycloak's pages, which this project does not write. */
    private static final List<String> KEYCLOAKS = List.of("We are sorry...", "Page not found");

    @Test
    void quotesPageTitlesThatExist() {
        String texts = read(Path.of("src/main/resources/theme-resources/messages/messages_en.properties"));

        assertThat(symptoms("People see a page").filter(title -> !KEYCLOAKS.contains(title)))
                .isNotEmpty()
                .allSatisfy(title -> assertThat(texts).contains("=" + title + "\n"));
    }

    @Test
    void quotesLogMessagesThatExist() {
        String sources = sources();

        assertThat(symptoms("Warnings and errors in the log"))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(sources).contains(pattern(message)));
    }

    @Test
    void quotesSettingErrorsThatExist() {
        String sources = sources();

        assertThat(symptoms("Saving the provider is refused"))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(sources).contains(message.split(" \\.\\.\\. ", -1)));
    }

    private static String[] pattern(String message) {
        return message.replaceAll("\\(\\w+ is on\\)", "").split(" \\.\\.\\. ", -1);
    }

    /** What is in italics in the first cell of each row of the section. */
    private static Stream<String> symptoms(String section) {
        return PAGE.section(section).lines().stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell -> QUOTED.matcher(cell).results())
                .map(quoted -> quoted.group(1));
    }

    /** All that is written in quotes, with what was broken into several lines put together. */
    private static String sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TroubleshootingTest::read)
                    .map(source -> source.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\""))
                    .collect(Collectors.joining("\n"));
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
