package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import cloud.magento.accounts.broker.links.Http.Reply;
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
        description = "Writes links with their proofs and dates, exemptions, approvals and the ledger to a file. It has"
                + " personal data: keep it as you keep the database.",
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

    private final LinksCommand root;

    BundleExportCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        try (Reply reply = root.api().open("GET", "/magento/bundle", Map.of())) {
            long lines = new Download(output, "lines").write(reply, out);
            output.json(Http.JSON.createObjectNode().put("file", out.toString()).put("lines", lines));
            output.line("Wrote " + count(lines, "line") + " to " + out + ".");
        }
        return ExitCode.DONE.number();
    }
}
