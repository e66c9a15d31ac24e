package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import cloud.magento.accounts.broker.links.Http.Reply;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes what our tables have of a realm to a file. */
@Command(
        name = "export",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Writes the bundle of a realm to a file.",
        descriptionHeading = "%n",
        description = "Writes links with their proofs and dates, pre-associations, exemptions, approvals and the ledger"
                + " to a file, and tells the key that signed it. It has personal data: keep it as you keep the"
                + " database.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links bundle export --out bundle.ndjson")
final class BundleExportCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to write, for its owner alone; it appears when it is whole.")
    private Path out = Path.of("");

    /** More than the last line of a bundle has. */
    private static final int LAST_LINE = 1 << 14;

    private final LinksCommand root;

    BundleExportCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        try (Reply reply = root.api().open("GET", "/magento/bundle", Map.of())) {
            long lines = new Download(output, "lines").write(reply, out);
            String fingerprint = fingerprint();
            output.json(Http.JSON
                    .createObjectNode()
                    .put("file", out.toString())
                    .put("lines", lines)
                    .put("key", fingerprint));
            output.line("Wrote " + count(lines, "line") + " to " + out + ", signed with the key " + fingerprint + ".");
        }
        return ExitCode.DONE.number();
    }

    /** Of the key that signed, as the last line says. */
    private String fingerprint() {
        try (RandomAccessFile file = new RandomAccessFile(out.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(LAST_LINE, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8).stripTrailing();
            return Http.JSON
                    .readTree(text.substring(text.lastIndexOf('\n') + 1))
                    .path("fingerprint")
                    .asText();
        } catch (IOException e) {
            throw CommandException.refused("What the server sent is no bundle: it has no signature at its end.");
        }
    }
}
