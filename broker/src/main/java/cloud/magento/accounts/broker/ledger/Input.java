package cloud.magento.accounts.broker.ledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens what the command is given, unpacking what is gzipped whatever its name. */
final class Input {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private Input() {}

    static InputStream file(String name) throws UnusableException {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new UnusableException(Printable.of(name) + " is a folder.");
            }
            return unpacked(Files.newInputStream(path));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UnusableException("There is no file " + Printable.of(name) + ".");
        } catch (IOException e) {
            throw new UnusableException(Printable.of(name) + " cannot be read.");
        }
    }

    static InputStream unpacked(InputStream raw) throws IOException {
        InputStream in = new Patient(raw);
        in.mark(2);
        boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return gzip ? new GZIPInputStream(in, BUFFER) : in;
    }

    /**
     * Says that more is available for as long as the end was not seen. {@link GZIPInputStream} asks after each part of
     * a file that was packed in several, and would take a pipe that is merely slow for the end.
     */
    private static final class Patient extends BufferedInputStream {
        Patient(InputStream in) {
            super(in, BUFFER);
        }

        @Override
        public synchronized int available() throws IOException {
            mark(1);
            boolean more = read() >= 0;
            reset();
            return more ? Math.max(1, super.available()) : 0;
        }
    }
}
