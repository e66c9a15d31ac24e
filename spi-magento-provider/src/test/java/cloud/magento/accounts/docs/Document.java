package cloud.magento.accounts.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, by its lines. */
record Document(List<String> lines) {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    static Document named(String name) {
        try {
            return new Document(Files.readAllLines(DOCS.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands under a heading of the second level, up to the next one. */
    Document section(String heading) {
        List<String> rest = lines.stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
        if (rest.isEmpty()) {
            throw new AssertionError("The page has no section \"" + heading + "\"");
        }
        return new Document(rest);
    }

    /** The cells of every row whose first cell is code, so of no heading. */
    Stream<List<String>> rows() {
        return lines.stream().filter(line -> line.startsWith("| `")).map(Document::cells);
    }

    /** A cell without the marks of code. */
    static String plain(String cell) {
        return cell.replace("`", "");
    }

    private static List<String> cells(String row) {
        return Arrays.stream(BAR.split(row)).skip(1).map(String::strip).toList();
    }
}
