package cloud.magento.accounts.broker.support;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the broker wrote to its log. */
public final class ServerLog {
    private static final int TAIL = 20_000;

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    /** A place in the log: its end as it is now, in bytes. */
    public int end() {
        return Math.toIntExact(file.toFile().length());
    }

    /** What was written since that place. */
    public String since(int place) {
        try (FileInputStream log = new FileInputStream(file.toFile())) {
            log.skipNBytes(place);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same once this was written, or what there is after a while: the log is a copy, which lags behind. */
    public String sinceWith(int place, String text) {
        return Polling.until(() -> since(place), since -> since.contains(text));
    }

    String tail() {
        String text = since(0);
        return text.substring(Math.max(0, text.length() - TAIL));
    }
}
