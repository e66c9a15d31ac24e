package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code ./test --quick} leaves out are tests that there are, or it would leave out nothing and say nothing. */
class LongTestsTest {
    private static final Path BROKER = Path.of("..", "broker");

    @Test
    void leavesOutTestsThatThereAre() throws IOException {
        List<String> left = Files.readAllLines(BROKER.resolve("long-tests.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replace("**/", ""))
                .toList();
        Set<String> tests;
        try (Stream<Path> files = Files.walk(BROKER.resolve(Path.of("src", "test", "java")))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("IT.java"))
                    .collect(Collectors.toSet());
        }

        assertThat(left).isNotEmpty().isSorted().doesNotHaveDuplicates();
        assertThat(tests).containsAll(left);
    }
}
