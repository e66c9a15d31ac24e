package cloud.magento.accounts.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All pages that somebody reads, in the folder of the project. */
final class Pages {
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private Pages() {}

    /** The pages at the root, of the containers, and in the folder of the documentation. */
    static List<Path> all() {
        try (Stream<Path> root = Files.list(PROJECT);
                Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.of(root, docs, Stream.of(PROJECT.resolve("docker/README.md")))
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a failure names the page. */
    static String name(Path page) {
        return PROJECT.relativize(page).toString();
    }
}
