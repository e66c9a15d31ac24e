package cloud.magento.accounts.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In which form a list of accounts is taken away; always in UTF-8. */
public enum ExportFormat {
    /** For a spreadsheet: harmless there, with what cannot be seen made visible. See {@link Csv}. */
    CSV("text/csv") {
        @Override
        void writeAll(ListExport export, Writer out) throws IOException {
            out.write(Csv.line(export.names()));
            export.items(item -> {
                for (List<String> line : item.lines()) {
                    out.write(Csv.line(line));
                }
            });
        }
    },
    /** For a program: a JSON object a line, with the data exactly as it is. */
    NDJSON("application/x-ndjson") {
        @Override
        void writeAll(ListExport export, Writer out) throws IOException {
            export.items(item -> out.write(item.json() + "\n"));
        }
    };

    private static final int BUFFER = 1 << 16;

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The public form, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String mediaType() {
        return mediaType;
    }

    public static Optional<ExportFormat> withId(String id) {
        return Arrays.stream(values()).filter(format -> format.id().equals(id)).findFirst();
    }

    /** Writes all of it; the stream stays open. Where it fails the stream has been given a part of the whole. */
    public void write(ListExport export, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
        writeAll(export, writer);
        writer.flush();
    }

    abstract void writeAll(ListExport export, Writer out) throws IOException;
}
