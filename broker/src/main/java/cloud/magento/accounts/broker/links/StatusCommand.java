package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where the roll-out stands. */
@Command(
        name = "status",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says where the roll-out stands.",
        descriptionHeading = "%n",
        description = {
            "Where the roll-out stands: whether the policy is in force, from when on, how many are linked, and whether"
                    + " Keycloak's table of links and the registry agree."
        },
        optionListHeading = "%nOptions:%n")
final class StatusCommand implements Callable<Integer> {
    @Option(
            names = "--quick",
            description = "Without comparing the tables of links, which takes a while with a million of them.")
    private boolean quick;

    private final LinksCommand root;

    StatusCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Api api = root.api();
        Output output = root.output();
        JsonNode coverage = api.get("/magento/coverage", Map.of());
        ObjectNode status = Http.JSON
                .createObjectNode()
                .put("server", api.server())
                .put("realm", api.realm())
                .set("coverage", coverage);
        output.line("Realm " + api.realm() + " on " + api.server());
        tell(output, coverage);
        int left = 0;
        if (!quick) {
            ObjectNode tables = Disagreements.counted(api.get("/magento/reconcile", Map.of()));
            status.set("reconcile", tables);
            left = Disagreements.total(tables);
            output.line("Tables      "
                    + (left == 0
                            ? "agree"
                            : Disagreements.sentence(tables) + ". See magento-links reconcile --dry-run"));
        }
        output.json(status);
        return (left == 0 ? ExitCode.DONE : ExitCode.LEFT).number();
    }

    private static void tell(Output output, JsonNode coverage) {
        output.line("Policy      "
                + (coverage.path("reportOnly").asBoolean()
                        ? "only reports, nobody is stopped (linkReportOnly is on)"
                        : "in force"));
        output.line("Deadline    " + coverage.path("deadline").asText("none"));
        output.line("Accounts    " + accounts(coverage.path("accounts")) + "; "
                + count(coverage.path("disabled").asLong()) + " more are disabled");
        coverage.path("cohorts")
                .forEach(cohort ->
                        output.line("Cohort      " + cohort.path("name").asText() + ", deadline "
                                + cohort.path("deadline").asText() + ": " + accounts(cohort.path("accounts"))));
        coverage.path("unapprovedCohorts")
                .forEach(cohort ->
                        output.line("Cohort      " + cohort.path("name").asText() + ", deadline "
                                + cohort.path("deadline").asText() + " is not approved and does not count"));
        JsonNode links = coverage.path("links");
        output.line("Links       " + count(links.path("total").asLong()) + ", of them "
                + count(links.path("neverUsed").asLong()) + " never used");
    }

    private static String accounts(JsonNode accounts) {
        return count(accounts.path("total").asLong(), "account") + ", "
                + count(accounts.path("linked").asLong()) + " linked, "
                + count(accounts.path("exempt").asLong()) + " exempt, "
                + count(accounts.path("due").asLong()) + " due, "
                + count(accounts.path("overdue").asLong()) + " overdue";
    }
}
