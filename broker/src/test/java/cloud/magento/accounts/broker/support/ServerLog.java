package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the broker wrote to its log. */
public final class ServerLog {
    private static final int TAIL = 20_000;

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    /** A place in the log: its end as it is now. */
    public int end() {
        return text().length();
    }

    /** What was written since that place. */
    public String since(int place) {
        return text().substring(place);
    }

    /** The same once this was written, or what there is after a while: the log is a copy, which lags behind. */
    public String sinceWith(int place, String text) {
        return Polling.until(() -> since(place), since -> since.contains(text));
    }

    String tail() {
        String text = text();
        return text.substring(Math.max(0, text.length() - TAIL));
    }

    private String text() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
