package cloud.magento.accounts.broker.gallery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The layouts that were accepted, one file for each entry. */
final class References {
    private static final Path FOLDER = Path.of("src", "test", "gallery");
    private static final String ENDING = ".tsv";

    private References() {}

    static Layout of(GalleryEntry entry) {
        Path file = file(entry.id());
        if (!Files.exists(file)) {
            throw new AssertionError("No layout is kept of " + entry + "; ./gallery --accept keeps it");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return new Layout(lines.map(Layout.Box::parse).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void accept(GalleryEntry entry, Layout layout) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    file(entry.id()),
                    layout.boxes().stream().map(box -> box.line() + "\n").collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of the entries of which a layout is kept. */
    static Set<String> kept() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(ENDING, ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws away what no entry has any more. */
    static void forgetAllBut(Set<String> ids) {
        for (String id : kept()) {
            if (!ids.contains(id)) {
                try {
                    Files.delete(file(id));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    static long totalBytes() {
        return kept().stream().mapToLong(id -> file(id).toFile().length()).sum();
    }

    private static Path file(String id) {
        return FOLDER.resolve(id + ENDING);
    }
}
