package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ArchitectureTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages in the documents are those of the code, with their arrows; and each says by itself what it is. */
class ArchitectureTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "cloud", "magento", "accounts");

    @Test
    void listsPackagesWithTheirDependencies() throws IOException {
        Map<String, Set<String>> documented = Files.readAllLines(DOCUMENT).stream()
                .map(row -> row.split("\\|", -1))
                .filter(row -> row.length == 5 && row[1].strip().matches("`[a-z.]+`"))
                .filter(row -> ArchitectureTest.arrows().containsKey(name(row[1])))
                .collect(Collectors.toMap(
                        row -> name(row[1]),
                        row -> Arrays.stream(row[3].split(","))
                                .map(ArchitectureTableTest::name)
                                .filter(name -> !name.isEmpty())
                                .collect(Collectors.toSet())));

        assertThat(documented).isEqualTo(ArchitectureTest.arrows());
    }

    @Test
    void hasDescriptionInEveryPackage() throws IOException {
        List<String> without;
        try (Stream<Path> folders = Files.walk(SOURCES)) {
            without = folders.filter(folder -> Files.isDirectory(folder) && holdsClasses(folder))
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .map(Path::toString)
                    .toList();
        }

        assertThat(without).isEmpty();
    }

    private static boolean holdsClasses(Path folder) {
        String[] files = folder.toFile().list((parent, name) -> name.endsWith(".java"));
        return files != null && files.length > 0;
    }

    private static String name(String cell) {
        return cell.strip().replace("`", "");
    }
}
