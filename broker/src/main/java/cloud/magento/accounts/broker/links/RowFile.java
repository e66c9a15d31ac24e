package cloud.magento.accounts.broker.links;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of rows, in parts that the server takes: each with the header of the file, and split between rows. */
final class RowFile implements AutoCloseable {
    /** A body of a request has 10 MB at most. */
    static final int PART = 4 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int SNIFFED = 1 << 13;
    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final String name;
    private final long size;
    private final int part;
    private final boolean csv;
    private final RowReader rows;
    private final Row header;
    private @Nullable Row waiting;

    /**
     * Rows that go in one request.
     *
     * @param header as it stands in the file; empty in NDJSON
     */
    record Part(Row header, List<Row> rows) {
        Part {
            rows = List.copyOf(rows);
        }

        /** What is sent, from the given row on. */
        byte[] body(int from) {
            List<Row> sent = rows.subList(from, rows.size());
            byte[] body = new byte
                    [header.length() + sent.stream().mapToInt(Row::length).sum()];
            int end = header.copyTo(body, 0);
            for (Row row : sent) {
                end = row.copyTo(body, end);
            }
            return body;
        }

        /** Which line of the file a line is of what was sent from the given row on. */
        long lineInFile(int from, long lineInBody) {
            return lineInBody <= header.lines() ? lineInBody : rows.get(from).line() + lineInBody - header.lines() - 1;
        }

        /** Which row is at a line of the file, or -1. */
        int rowAt(long lineInFile) {
            int low = 0;
            int high = rows.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                Row row = rows.get(middle);
                if (lineInFile < row.line()) {
                    high = middle - 1;
                } else if (lineInFile >= row.line() + row.lines()) {
                    low = middle + 1;
                } else {
                    return middle;
                }
            }
            return -1;
        }
    }

    private RowFile(InputStream in, String name, long size, int part) throws IOException {
        this.in = in;
        this.name = name;
        this.size = size;
        this.part = part;
        this.csv = isCsv(in, name);
        this.rows = new RowReader(in, csv);
        this.header = csv ? rows.next().orElse(new Row(NOTHING, 1, 0)) : new Row(NOTHING, 1, 0);
    }

    /**
     * Opens a file, {@code -} for the standard input.
     *
     * @param part how many bytes a part has at most
     */
    static RowFile open(String name, InputStream standardInput, int part) {
        try {
            if (name.equals("-")) {
                return new RowFile(new BufferedInputStream(standardInput), "The standard input", 0, part);
            }
            Path path = Path.of(name);
            if (!Files.isRegularFile(path)) {
                throw CommandException.usage(
                        Files.exists(path) ? name + " is no file." : "There is no file " + name + ".");
            }
            return new RowFile(new BufferedInputStream(Files.newInputStream(path)), name, Files.size(path), part);
        } catch (IOException | InvalidPathException e) {
            throw CommandException.usage(name + " cannot be read.");
        }
    }

    /** Passes over the mark that some programs begin a file in UTF-8 with. */
    private static boolean isCsv(InputStream in, String name) throws IOException {
        in.mark(SNIFFED);
        byte[] first = in.readNBytes(SNIFFED / 2);
        in.reset();
        int begin = 0;
        if (Arrays.equals(Arrays.copyOf(first, 3), BYTE_ORDER_MARK)) {
            in.skipNBytes(3);
            begin = 3;
        }
        for (int i = begin; i < first.length; i++) {
            if (first[i] == 0 || first[i] == (byte) 0xff || first[i] == (byte) 0xfe) {
                throw CommandException.usage(name + " is not in UTF-8. Save it as CSV in UTF-8.");
            }
            if (!Character.isWhitespace(first[i])) {
                return first[i] != '{';
            }
        }
        throw CommandException.usage(name + " has no rows.");
    }

    boolean isCsv() {
        return csv;
    }

    /** How many bytes it has, or 0 where that is not known. */
    long size() {
        return size;
    }

    /** The next rows, or nothing at the end. */
    Optional<Part> next() {
        List<Row> taken = taken();
        while (!taken.isEmpty() && taken.stream().allMatch(Row::isBlank)) {
            taken = taken();
        }
        return taken.isEmpty() ? Optional.empty() : Optional.of(new Part(header, taken));
    }

    private List<Row> taken() {
        List<Row> taken = new ArrayList<>();
        long length = header.length();
        try {
            Row row = waiting == null ? rows.next().orElse(null) : waiting;
            waiting = null;
            while (row != null && (taken.isEmpty() || length + row.length() <= part)) {
                taken.add(row);
                length += row.length();
                row = rows.next().orElse(null);
            }
            waiting = row;
            return taken;
        } catch (IOException e) {
            throw CommandException.usage(name + " cannot be read to its end.");
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw CommandException.usage(name + " cannot be read.");
        }
    }
}
