package cloud.magento.accounts.broker.links;

import java.nio.charset.StandardCharsets;

/** A row of a file as it stands there, with the end of its line. */
final class Row {
    private final byte[] bytes;
    private final long line;
    private final int lines;

    /**
     * One that nobody changes the bytes of.
     *
     * @param line the number of its first line in the file, from 1
     * @param lines how many lines it takes
     */
    Row(byte[] bytes, long line, int lines) {
        this.bytes = bytes;
        this.line = line;
        this.lines = lines;
    }

    int length() {
        return bytes.length;
    }

    long line() {
        return line;
    }

    int lines() {
        return lines;
    }

    /** Puts it into what is sent, and returns where it ends there. */
    int copyTo(byte[] body, int at) {
        System.arraycopy(bytes, 0, body, at, bytes.length);
        return at + bytes.length;
    }

    /** Whether there is nothing in it. */
    boolean isBlank() {
        return bytes.length < 64 && new String(bytes, StandardCharsets.ISO_8859_1).isBlank();
    }
}
