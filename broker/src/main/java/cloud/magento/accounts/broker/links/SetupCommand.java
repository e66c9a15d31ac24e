package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes in the realm what the policy needs. */
@Command(
        name = "setup",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Makes in the realm what the policy needs.",
        descriptionHeading = "%n",
        description = {
            "Makes in the realm what the policy needs, and mends it. Running it again is safe; nobody is stopped by it."
        },
        optionListHeading = "%nOptions:%n")
final class SetupCommand implements Callable<Integer> {
    @Mixin
    private final DryRun dryRun = new DryRun();

    private final LinksCommand root;

    SetupCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        JsonNode steps = root.api().post("/magento/setup", Map.of(DryRun.PARAMETER, dryRun.value()));
        output.json(steps);
        for (JsonNode step : steps) {
            String outcome = step.path("outcome").asText();
            output.line(String.format("%-10s", outcome) + step.path("kind").asText() + " "
                    + step.path("name").asText()
                    + note(outcome, step.path("name").asText()));
        }
        dryRun.tell(output);
        return ExitCode.DONE.number();
    }

    private static String note(String outcome, String name) {
        return switch (outcome) {
            case "kept" -> " (your own: see \"Flows of your own\" in the operator's guide)";
            case "proposed" -> " (take it over: magento-links adopt " + name + " --dry-run)";
            default -> "";
        };
    }
}
