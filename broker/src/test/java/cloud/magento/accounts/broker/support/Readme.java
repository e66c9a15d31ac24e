package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The README's tour: its numbered steps, and the words in bold in them, which are what a person sees and presses. */
public record Readme(List<String> steps) {
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\((http://localhost:8080/[^)]+)\\)");

    public Readme {
        steps = List.copyOf(steps);
    }

    /** The one beside this module. */
    public static Readme read() {
        try {
            List<String> steps = new ArrayList<>();
            boolean within = false;
            for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
                if (line.startsWith((steps.size() + 1) + ". ")) {
                    steps.add(line);
                    within = true;
                } else if (within && line.startsWith("   ")) {
                    steps.set(steps.size() - 1, steps.get(steps.size() - 1) + " " + line.strip());
                } else {
                    within = within && line.isBlank();
                }
            }
            return new Readme(steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in bold in the step, numbered from 1 as in the text. */
    public List<String> bold(int step) {
        return all(BOLD, step);
    }

    /** What is to be typed in the step. */
    public List<String> code(int step) {
        return all(CODE, step);
    }

    /** Where the words of the step lead, in the broker of {@code ./start}. */
    public String link(int step) {
        return all(LINK, step).get(0);
    }

    private List<String> all(Pattern pattern, int step) {
        return pattern.matcher(steps.get(step - 1))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
