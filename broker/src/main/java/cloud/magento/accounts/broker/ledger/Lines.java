package cloud.magento.accounts.broker.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 in constant memory. A byte order mark at the very beginning, carriage returns before line breaks
 * and a missing last line break are what editors make of a file: they are noted and read past. Anything else that is no
 * line of text is refused, and reading ends there.
 */
final class Lines {
    /** The longest line, in bytes. */
    static final int LONGEST = 1 << 20;

    private static final int BLOCK = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final char REPLACEMENT = '\uFFFD';

    private final InputStream in;
    private byte[] buffer = new byte[2 * BLOCK];
    private int from;
    private int to;
    private boolean atEnd;
    private boolean begun;
    private boolean byteOrderMark;
    private boolean carriageReturns;
    private boolean unfinished;

    Lines(InputStream in) {
        this.in = in;
    }

    /** A line cannot be read; the message is a clause that says why. */
    static final class BadLineException extends Exception {
        BadLineException(String clause) {
            super(clause);
        }
    }

    /** The next line without its end, or null when there is none. */
    @Nullable
    String next() throws IOException, BadLineException {
        int end = endOfLine();
        if (!begun) {
            begun = true;
            skipByteOrderMark(end);
        }
        if (from == to && end == to && atEnd) {
            return null;
        }
        int length = end - from;
        if (end == to) {
            unfinished = true;
        }
        if (length > 0 && buffer[end - 1] == '\r') {
            carriageReturns = true;
            length--;
        }
        String line = decoded(length);
        from = Math.min(end + 1, to);
        return line;
    }

    boolean hadByteOrderMark() {
        return byteOrderMark;
    }

    boolean hadCarriageReturns() {
        return carriageReturns;
    }

    /** Whether the last line had no end. */
    boolean endedUnfinished() {
        return unfinished;
    }

    /** Where the next line break is, or the end of everything. */
    private int endOfLine() throws IOException, BadLineException {
        int at = from;
        while (true) {
            while (at < to && buffer[at] != '\n') {
                at++;
            }
            if (at - from > LONGEST) {
                throw new BadLineException("the line is longer than 1 MiB");
            }
            if (at < to) {
                return at;
            }
            int seen = at - from;
            if (atEnd || !fill()) {
                return to;
            }
            at = from + seen;
        }
    }

    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (buffer.length - to < BLOCK) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, to, BLOCK);
        if (read < 0) {
            atEnd = true;
            return false;
        }
        to += read;
        return true;
    }

    private void skipByteOrderMark(int end) {
        if (end - from >= 3 && Arrays.equals(buffer, from, from + 3, BYTE_ORDER_MARK, 0, 3)) {
            byteOrderMark = true;
            from += 3;
        }
    }

    private String decoded(int length) throws BadLineException {
        String line = new String(buffer, from, length, StandardCharsets.UTF_8);
        if (line.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, from, length));
            } catch (CharacterCodingException notUtf8) {
                throw new BadLineException("the line is not UTF-8");
            }
        }
        return line;
    }
}
