package cloud.magento.accounts.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** A realm's ledger as a file: NDJSON, one entry a line, the oldest first. */
public final class LedgerExport {
    public static final String NAME = "magento-ledger.ndjson";
    public static final String MEDIA_TYPE = "application/x-ndjson";

    private static final int BUFFER = 1 << 16;

    private final LedgerReader reader;

    public LedgerExport(KeycloakSession session, RealmModel realm) {
        this(new LedgerReader(session, realm));
    }

    LedgerExport(LedgerReader reader) {
        this.reader = reader;
    }

    /**
     * Writes entries; the stream stays open. Where it fails the stream has been given a part of the whole.
     *
     * @param after the sequence of the last entry that is left out, 0 for none
     * @param max how many at most
     */
    public void write(long after, long max, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
        try {
            reader.each(after, max, entry -> {
                try {
                    writer.write(entry.line());
                    writer.write('\n');
                    return true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.flush();
    }
}
