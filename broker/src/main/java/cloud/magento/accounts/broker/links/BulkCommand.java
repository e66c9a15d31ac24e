package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code import}, {@code unlink} and {@code invite} have in common: a file of rows, and an answer to each. */
abstract class BulkCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "CSV or NDJSON in UTF-8, of any length; - is the standard input.")
    private String file = "";

    @Mixin
    private final DryRun dryRun = new DryRun();

    @Option(
            names = "--result",
            paramLabel = "FILE",
            description = "The file to write the answer to each row to, an object a line, for its owner alone.")
    private @Nullable Path result;

    private final LinksCommand root;
    private final String path;
    private int shown;

    BulkCommand(LinksCommand root, String path) {
        this.root = root;
        this.path = path;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Terminal terminal = output.terminal();
        try (RowFile rows = RowFile.open(file, terminal.in(), RowFile.PART);
                OutputStream results = results();
                Progress progress = new Progress(terminal, !output.isJson(), "rows", rows.size())) {
            BulkUpload upload = new BulkUpload(
                    root.api(), terminal, path, dryRun, query(), progress, row -> hear(row, output, results, progress));
            terminal.interrupted().says(() -> "Interrupted. " + upload.soFar());
            upload.send(rows);
            return ended(upload, output, results, progress);
        } catch (IOException | UncheckedIOException e) {
            throw CommandException.usage(result + " cannot be written.");
        } finally {
            terminal.interrupted().saysNothing();
        }
    }

    /** The parameters that the call has beside {@code dryRun}. */
    abstract Map<String, String> terms();

    private Map<String, String> query() {
        Map<String, String> query = new TreeMap<>(terms());
        query.put(DryRun.PARAMETER, dryRun.value());
        return query;
    }

    private int ended(BulkUpload upload, Output output, OutputStream results, Progress progress) {
        if (upload.rows() == 0) {
            throw CommandException.usage(file + " has no rows.");
        }
        progress.clear();
        ObjectNode summary = Http.JSON
                .createObjectNode()
                .put("rows", upload.rows())
                .put("failed", upload.failed())
                .put(DryRun.PARAMETER, dryRun.isWanted());
        upload.results().forEach(summary.putObject("results")::put);
        write(results, summary);
        output.json(summary);
        if (shown > SHOWN) {
            output.terminal().message("... " + count(shown - SHOWN) + " more failed; --result FILE keeps them all.");
        }
        output.line(count(upload.rows(), "row") + ": "
                + upload.results().entrySet().stream()
                        .map(entry -> count(entry.getValue()) + " " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + ".");
        dryRun.tell(output);
        return (upload.failed() > 0 || upload.isMiscounted() ? ExitCode.LEFT : ExitCode.DONE).number();
    }

    private void hear(ObjectNode row, Output output, OutputStream results, Progress progress) {
        write(results, row);
        output.json(row);
        if (!output.isJson() && row.path("result").asText().equals("failed") && shown++ < SHOWN) {
            progress.clear();
            output.terminal()
                    .message("Line " + row.path("line").asText() + ", "
                            + row.path("error").asText() + ": "
                            + row.path("message").asText());
        }
    }

    private OutputStream results() {
        if (result == null) {
            return OutputStream.nullOutputStream();
        }
        try {
            return PrivateFile.create(result);
        } catch (IOException e) {
            throw CommandException.usage(result + " cannot be written.");
        }
    }

    private static void write(OutputStream results, ObjectNode answer) {
        try {
            results.write((Output.text(answer) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
