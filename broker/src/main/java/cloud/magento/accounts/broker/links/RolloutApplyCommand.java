package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the roll-out as a document has it. */
@Command(
        name = "apply",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Makes the roll-out as a document has it.",
        descriptionHeading = "%n",
        description = "Makes the roll-out as a document has it. A second time it changes nothing.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links rollout apply rollout.json --dry-run")
final class RolloutApplyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The document, in JSON; - is the standard input.")
    private String file = "";

    @Mixin
    private final DryRun dryRun = new DryRun();

    @Option(
            names = "--acknowledge",
            paramLabel = "NUMBER",
            description = "How many accounts you know to be stopped at once. A refusal tells it.")
    private @Nullable Long acknowledged;

    @Option(
            names = "--override",
            paramLabel = "REASON",
            description = "Why to enforce although something is missing. The ledger keeps it.")
    private @Nullable String override;

    private final LinksCommand root;

    RolloutApplyCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        byte[] document = read(output.terminal().in());
        Api api = root.api();
        JsonNode changes = api.json(api.good(api.send(
                "PUT", "/magento/rollout", query(), "application/json", BodyPublishers.ofByteArray(document))));
        output.json(changes);
        changes.forEach(change -> output.line(line(change)));
        dryRun.tell(output);
        return ExitCode.DONE.number();
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put(DryRun.PARAMETER, dryRun.value());
        if (acknowledged != null) {
            query.put("linkEnforceAcknowledged", Long.toString(acknowledged));
        }
        if (override != null) {
            query.put("linkEnforceOverride", override);
        }
        return query;
    }

    private static String line(JsonNode change) {
        String line = String.format("%-10s", change.path("outcome").asText())
                + change.path("kind").asText() + " " + change.path("name").asText();
        if (change.path("outcome").asText().equals("unchanged")) {
            return line;
        }
        String from = text(change, "from");
        String to = text(change, "to");
        return line + (from.isEmpty() ? "" : ", from " + from) + (to.isEmpty() ? "" : ", to " + to);
    }

    private static String text(JsonNode change, String member) {
        return change.hasNonNull(member) ? Output.text(change.get(member)) : "";
    }

    private byte[] read(InputStream standardInput) {
        try {
            byte[] document = file.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(file));
            Http.JSON.readTree(document);
            return document;
        } catch (JsonProcessingException e) {
            throw CommandException.usage(file + " is not JSON, from line "
                    + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + " on.");
        } catch (IOException | InvalidPathException e) {
            throw CommandException.usage(file + " cannot be read.");
        }
    }
}
