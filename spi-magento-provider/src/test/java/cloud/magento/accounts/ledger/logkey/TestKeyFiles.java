package cloud.magento.accounts.ledger.logkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Log keys in files. */
public final class TestKeyFiles {
    private TestKeyFiles() {}

    /** The name of a new file, readable by nobody else, that goes with the tests. */
    public static String of(LogKey key) {
        try {
            Path file = Files.createTempFile("log-key", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, key.pem()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
