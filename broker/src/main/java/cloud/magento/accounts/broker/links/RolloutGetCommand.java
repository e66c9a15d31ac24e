package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the roll-out as it is. */
@Command(
        name = "get",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Tells the roll-out as it is.",
        descriptionHeading = "%n",
        description =
                "Tells the roll-out as it is, in the form that apply takes; applied as it is, it changes nothing.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links rollout get --out rollout.json")
final class RolloutGetCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write, for its owner alone. Otherwise the standard output.")
    private @Nullable Path out;

    private final LinksCommand root;

    RolloutGetCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        JsonNode rollout = root.api().get("/magento/rollout", Map.of());
        if (out == null) {
            output.json(rollout);
            Output.pretty(rollout).lines().forEach(output::line);
            return ExitCode.DONE.number();
        }
        try {
            byte[] text = Http.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(rollout);
            PrivateFile.replace(
                    out, (new String(text, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw CommandException.usage(out + " cannot be written.");
        }
        output.json(Http.JSON.createObjectNode().put("file", out.toString()));
        output.line("Wrote the roll-out to " + out + ".");
        return ExitCode.DONE.number();
    }
}
