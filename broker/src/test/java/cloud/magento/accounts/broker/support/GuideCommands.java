package cloud.magento.accounts.broker.support;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands that the operator's guide tells to run, run as they stand there, by the script that is shipped. */
public final class GuideCommands {
    private static final List<Path> PAGES =
            List.of(Path.of("..", "docs", "operator.md"), Path.of("..", "docs", "start-here.md"));

    private static final Pattern COMMAND = Pattern.compile("^ {4,}(?:\\$ )?(magento-links .+)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final ShippedCommand shipped;
    private final Map<String, String> names;
    private final List<String> told;
    private final List<String> ran = new ArrayList<>();

    /**
     * @param folder where they are run, and where the one who runs them is at home
     * @param names what stands for the guide's words here
     */
    public GuideCommands(Path folder, Map<String, String> variables, Map<String, String> names) {
        this.shipped = new ShippedCommand(folder, ShippedCommand.DISTRIBUTION.resolve("bin/magento-links"), variables);
        this.names = Map.copyOf(names);
        this.told = PAGES.stream().flatMap(GuideCommands::commands).distinct().toList();
    }

    /** Runs one that the guide tells. */
    public Ran run(String command) {
        assertThat(told).contains(command);
        ran.add(command);
        return other(words(command)
                .skip(1)
                .map(word -> names.getOrDefault(word, word))
                .toArray(String[]::new));
    }

    /** Runs one that the guide takes for granted. */
    public Ran other(String... arguments) {
        try {
            return shipped.run(null, (Object[]) arguments);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that the guide tells and nobody ran. */
    public List<String> left() {
        return told.stream().filter(Predicate.not(ran::contains)).toList();
    }

    private static Stream<String> words(String command) {
        return WORD.matcher(command).results().map(word -> word.group(1) == null ? word.group(2) : word.group(1));
    }

    private static Stream<String> commands(Path page) {
        try {
            return Files.readAllLines(page).stream()
                    .map(COMMAND::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
