package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what the realm's configuration leaves open, and mends what is certain. */
@Command(
        name = "doctor",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Finds what the realm's configuration leaves open.",
        descriptionHeading = "%n",
        description = {
            "Finds ways round the policy that the realm's configuration leaves open, and ways on which people get"
                    + " stuck. Exits with 1 where something is severe."
        },
        optionListHeading = "%nOptions:%n")
final class DoctorCommand implements Callable<Integer> {
    private static final String SEVERE = "severe";
    private static final String CHECK = "check";

    @Option(
            names = "--fix",
            paramLabel = "CHECK",
            description = "Mend what is certain of this check's findings, such as client-flow.")
    private @Nullable String fix;

    @Option(names = "--dry-run", description = "With --fix: only say what would be mended.")
    private boolean dryRun;

    private final LinksCommand root;

    DoctorCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (fix != null) {
            return fix(fix);
        }
        if (dryRun) {
            throw CommandException.usage("--dry-run goes with --fix: without it nothing is changed anyhow.");
        }
        return examine();
    }

    private int examine() {
        Output output = root.output();
        JsonNode report = root.api().get("/magento/doctor", Map.of());
        output.json(report);
        report.path("findings").forEach(finding -> tell(output, finding));
        long severe = report.path(SEVERE).asLong();
        output.line(
                report.path("findings").isEmpty()
                        ? "Nothing was found."
                        : Output.count(severe) + " severe, "
                                + Output.count(report.path("warnings").asLong(), "warning") + ", "
                                + Output.count(report.path("notes").asLong(), "note") + ".");
        return (severe > 0 ? ExitCode.LEFT : ExitCode.DONE).number();
    }

    private int fix(String check) {
        Output output = root.output();
        JsonNode done = root.api()
                .post("/magento/doctor/" + Http.encode(check) + "/fix", Map.of("dryRun", Boolean.toString(dryRun)));
        output.json(done);
        done.path("fixed")
                .forEach(finding -> output.line((dryRun ? "Would mend: " : "Mended: ")
                        + finding.path("subject").asText()));
        done.path("left").forEach(finding -> tell(output, finding));
        if (done.path("fixed").isEmpty() && done.path("left").isEmpty()) {
            output.line("There was nothing to mend.");
        }
        if (dryRun) {
            output.line("Nothing was changed: it was a dry run.");
        }
        return (done.path("left").isEmpty() ? ExitCode.DONE : ExitCode.LEFT).number();
    }

    private static void tell(Output output, JsonNode finding) {
        String check = finding.path(CHECK).asText();
        output.line(finding.path("severity").asText() + "  " + check + ": "
                + finding.path("subject").asText());
        output.line("    " + finding.path("evidence").asText() + " "
                + finding.path("consequence").asText());
        output.line("    " + finding.path("mend").asText()
                + (finding.path("fixable").asBoolean() ? " (magento-links doctor --fix " + check + ")" : ""));
    }
}
