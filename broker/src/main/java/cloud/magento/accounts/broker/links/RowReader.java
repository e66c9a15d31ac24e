package cloud.magento.accounts.broker.links;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a file row by row. In NDJSON a row is a line. In CSV (RFC 4180) it goes on while a quoted value does, which may
 * have line breaks in it.
 */
final class RowReader {
    /** No row of ours is that long; a quote that is never closed would make the rest of the file one. */
    static final int LONGEST = 1 << 20;

    private static final int BUFFER = 1 << 16;

    /** Where in a row of CSV the reader is. */
    private enum Place {
        VALUE_BEGINS,
        IN_PLAIN,
        IN_QUOTED,
        AFTER_QUOTE
    }

    private final InputStream in;
    private final boolean csv;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int filled;
    private long nextLine = 1;

    RowReader(InputStream in, boolean csv) {
        this.in = in;
        this.csv = csv;
    }

    /** The next row, or nothing at the end. */
    Optional<Row> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        Place place = Place.VALUE_BEGINS;
        int lines = 0;
        for (int letter = read(); letter >= 0; letter = read()) {
            bytes.write(letter);
            if (endsLine(letter)) {
                lines++;
                if (place != Place.IN_QUOTED) {
                    return Optional.of(row(bytes, lines));
                }
            } else if (csv) {
                place = after(place, letter);
            }
            if (bytes.size() > LONGEST) {
                throw CommandException.usage("The row that begins at line " + nextLine + " does not end"
                        + (place == Place.IN_QUOTED ? ": a quote in it is not closed." : "."));
            }
        }
        if (place == Place.IN_QUOTED) {
            throw CommandException.usage(
                    "The row that begins at line " + nextLine + " does not end: a quote in it is not closed.");
        }
        return bytes.size() == 0 ? Optional.empty() : Optional.of(row(bytes, lines + 1));
    }

    /** A line ends with LF, CR LF or CR alone, as the server counts them. */
    private boolean endsLine(int letter) throws IOException {
        return letter == '\n' || (letter == '\r' && peek() != '\n');
    }

    private static Place after(Place place, int letter) {
        if (place == Place.IN_QUOTED) {
            return letter == '"' ? Place.AFTER_QUOTE : Place.IN_QUOTED;
        }
        if (letter == ',') {
            return Place.VALUE_BEGINS;
        }
        return letter == '"' && place != Place.IN_PLAIN ? Place.IN_QUOTED : Place.IN_PLAIN;
    }

    private Row row(ByteArrayOutputStream bytes, int lines) {
        Row row = new Row(bytes.toByteArray(), nextLine, lines);
        nextLine += lines;
        return row;
    }

    private int read() throws IOException {
        int next = peek();
        position++;
        return next;
    }

    private int peek() throws IOException {
        if (position >= filled) {
            position = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return filled == 0 ? -1 : buffer[position] & 0xff;
    }
}
