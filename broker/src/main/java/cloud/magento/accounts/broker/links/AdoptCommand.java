package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import cloud.magento.accounts.broker.links.Http.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a provider over in place, or gives it back. */
@Command(
        name = "adopt",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Takes over a provider that is in use, or gives it back.",
        descriptionHeading = "%n",
        description = {
            "Takes over, in place and with every link, a provider of type oidc or keycloak-oidc. Nobody is signed out,"
                    + " no mail is written, and it only reports. It may be broken off: the same command goes on."
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  magento-links adopt magento --dry-run", "  magento-links adopt magento"})
final class AdoptCommand implements Callable<Integer> {
    private static final String PATH = "/magento/setup/adoption";

    @Parameters(paramLabel = "ALIAS", description = "The provider's alias, such as magento.")
    private String alias = "";

    @Mixin
    private final DryRun dryRun = new DryRun();

    @Option(
            names = "--undo",
            description = "Give it back as it was. Possible until linkReportOnly is turned off for the first time.")
    private boolean undo;

    private final LinksCommand root;
    private long adoptedEarlier;

    AdoptCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        return undo ? giveBack() : takeOver();
    }

    private int giveBack() {
        Output output = root.output();
        Api api = root.api();
        JsonNode result = api.json(api.open("DELETE", PATH, query()));
        output.json(result);
        output.line(dryRun.say("Gave back", "Would give back") + " the provider " + alias + " as it was. "
                + count(result.path("links").asLong(), "link") + dryRun.say(" stay", " would stay") + " in Keycloak.");
        return ExitCode.DONE.number();
    }

    private int takeOver() {
        Output output = root.output();
        Api api = root.api();
        ObjectNode report = Repeated.until(output, dryRun, () -> once(api), AdoptCommand::seen);
        output.json(report);
        tell(output, report);
        if (!report.path("blockers").isEmpty()) {
            return (dryRun.isWanted() ? ExitCode.LEFT : ExitCode.REFUSED).number();
        }
        return (report.path("left").isEmpty() ? ExitCode.DONE : ExitCode.LEFT).number();
    }

    /**
     * The report of one more call, with what the calls before it took over; also where something has to be changed
     * first, and nothing was done.
     */
    private ObjectNode once(Api api) {
        Reply reply = api.send("POST", PATH, query(), "application/json", BodyPublishers.noBody());
        JsonNode answer = reply.status() == 409 && !reply.isProblem() ? api.json(reply) : api.json(api.good(reply));
        if (!(answer instanceof ObjectNode report)) {
            throw CommandException.refused("The server's answer is none to a take-over.");
        }
        if (!report.path("blockers").isEmpty()) {
            return report.put("complete", true);
        }
        ObjectNode links = report.withObject("/links");
        links.put("present", links.path("present").asLong() - adoptedEarlier)
                .put("adopted", links.path("adopted").asLong() + adoptedEarlier);
        adoptedEarlier = links.path("adopted").asLong();
        return report;
    }

    private static long seen(JsonNode report) {
        return report.path("links").path("adopted").asLong()
                + report.path("links").path("present").asLong();
    }

    private Map<String, String> query() {
        return Map.of("alias", alias, DryRun.PARAMETER, dryRun.value());
    }

    private void tell(Output output, ObjectNode report) {
        boolean blocked = !report.path("blockers").isEmpty();
        JsonNode links = report.path("links");
        report.path("blockers").forEach(blocker -> output.line("In the way: " + blocker.asText()));
        report.path("notes")
                .forEach(note -> output.line("Note on " + note.path("setting").asText() + ": "
                        + note.path("what").asText() + " " + note.path("todo").asText()));
        Disagreements.tell(output, report.path("left"));
        if (blocked && !dryRun.isWanted()) {
            output.line("Nothing was taken over. Change that first.");
            return;
        }
        output.line(dryRun.say("Took over", "Would take over") + " the provider " + alias + ": "
                + count(links.path("adopted").asLong(), "link") + dryRun.say(" came", " would come")
                + " into the registry, " + count(links.path("present").asLong()) + " were there, "
                + count(links.path("left").asLong()) + " stay out.");
        dryRun.tell(output);
    }
}
