package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Names where the tables disagree, and mends what is certain. */
@Command(
        name = "reconcile",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Mends where tables of links disagree.",
        descriptionHeading = "%n",
        description = {
            "Mends links on which Keycloak's table and the registry disagree, as after a time without the jar or a"
                    + " restored copy. What is not certain is left to you, each with its repair."
        },
        optionListHeading = "%nOptions:%n")
final class ReconcileCommand implements Callable<Integer> {
    private static final String COUNT = "count";

    @Mixin
    private final DryRun dryRun = new DryRun();

    private final LinksCommand root;

    ReconcileCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        Map<String, Long> earlier = new HashMap<>();
        ObjectNode report = Repeated.until(output, dryRun, () -> once(api, earlier), ReconcileCommand::mended);
        output.json(report);
        ObjectNode counted = Disagreements.counted(report);
        Disagreements.tell(output, report.path("undecided"));
        if (Disagreements.total(counted) == 0) {
            output.line("The tables agree.");
        } else {
            output.line(dryRun.say("Mended: ", "Would mend: ") + Disagreements.sentence(counted) + ".");
        }
        dryRun.tell(output);
        boolean left = !report.path("undecided").isEmpty() || (dryRun.isWanted() && Disagreements.total(counted) > 0);
        return (left ? ExitCode.LEFT : ExitCode.DONE).number();
    }

    /** One call, whose counts are those of the calls before it too. */
    private ObjectNode once(Api api, Map<String, Long> earlier) {
        JsonNode answer = api.post("/magento/reconcile", Map.of(DryRun.PARAMETER, dryRun.value()));
        if (!(answer instanceof ObjectNode report)) {
            throw CommandException.refused("The server's answer is none to a reconciliation.");
        }
        report.properties().forEach(member -> {
            if (member.getValue() instanceof ObjectNode group && group.has(COUNT)) {
                long sum = earlier.merge(member.getKey(), group.get(COUNT).asLong(), Long::sum);
                group.put(COUNT, sum);
            }
        });
        return report;
    }

    private static long mended(JsonNode report) {
        long mended = 0;
        for (JsonNode group : report) {
            mended += group.path(COUNT).asLong();
        }
        return mended;
    }
}
