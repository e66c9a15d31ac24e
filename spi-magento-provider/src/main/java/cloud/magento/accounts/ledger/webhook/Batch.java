package cloud.magento.accounts.ledger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Entries that are sent in one message, as NDJSON: at most {@value #MAX_ENTRIES}, and no more than {@value #MAX_BYTES}
 * bytes unless the first alone has more.
 */
final class Batch {
    static final int MAX_ENTRIES = 500;
    static final int MAX_BYTES = 1 << 20;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int entries;
    private long first;
    private long last;

    /**
     * Adds an entry, unless the batch is full without it; what comes after one that was not added is not added either.
     */
    boolean add(long seq, String line) {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        boolean full = entries == MAX_ENTRIES || (entries > 0 && body.size() + bytes.length > MAX_BYTES);
        if (full) {
            return false;
        }
        body.writeBytes(bytes);
        first = entries == 0 ? seq : first;
        last = seq;
        entries++;
        return true;
    }

    boolean isEmpty() {
        return entries == 0;
    }

    int entries() {
        return entries;
    }

    /** The sequence of the first entry. */
    long first() {
        return first;
    }

    /** The sequence of the last entry. */
    long last() {
        return last;
    }

    byte[] body() {
        return body.toByteArray();
    }
}
