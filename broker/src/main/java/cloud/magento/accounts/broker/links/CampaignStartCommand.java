package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a campaign, or tells whom it would reach. */
@Command(
        name = "start",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Starts a campaign of reminders by mail.",
        descriptionHeading = "%n",
        description = {
            "Reminds the people of accounts that are not linked so many days before their deadline, or once, now. Run"
                    + " it with --dry-run first."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links campaign start --days 30,7,1 --per-minute 300 --dry-run")
final class CampaignStartCommand implements Callable<Integer> {
    @Option(
            names = "--days",
            split = ",",
            paramLabel = "DAYS",
            description = "How many days before the deadline, such as 30,7,1. Otherwise once, now.")
    private List<Integer> days = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "Only members of a group, by its path or id.")
    private @Nullable String group;

    @Option(
            names = "--cohort",
            paramLabel = "ID",
            description = "Only a cohort, by its group's id; none for who is in no cohort.")
    private @Nullable String cohort;

    @Option(
            names = "--within-days",
            paramLabel = "NUMBER",
            description = "Only accounts whose deadline comes within so many days, or has passed.")
    private @Nullable Integer withinDays;

    @Option(names = "--per-minute", paramLabel = "NUMBER", description = "How many mails a minute at the most; 300.")
    private @Nullable Integer perMinute;

    @Option(names = "--unverified", description = "Write to addresses, too, that nobody has verified.")
    private boolean unverified;

    @Mixin
    private final DryRun dryRun = new DryRun();

    private final LinksCommand root;

    CampaignStartCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        JsonNode answer = api.json(api.good(api.send(
                "POST",
                CampaignListCommand.PATH,
                Map.of(DryRun.PARAMETER, dryRun.value()),
                "application/json",
                Api.body(wish()))));
        output.json(answer);
        JsonNode reach = answer.path("reach");
        output.line(dryRun.say("Writes", "Would write") + " to "
                + Output.count(reach.path("accounts").asLong(), "account") + ", "
                + Output.count(reach.path("atOnce").asLong()) + " of them at once, in "
                + Output.count(reach.path("minutes").asLong(), "minute") + " at the least.");
        output.line(
                Output.count(reach.path("unwritable").asLong()) + " more have no address, or none that was verified.");
        if (reach.path("reportOnly").asBoolean()) {
            output.line("The policy only reports: nobody is stopped at the deadline, whatever the mail says.");
        }
        if (answer.has("campaign")) {
            output.line("Started: campaign " + answer.at("/campaign/id").asText() + ".");
        }
        dryRun.tell(output);
        return ExitCode.DONE.number();
    }

    private Map<String, Object> wish() {
        Map<String, Object> wish = new HashMap<>(Map.of("unverified", unverified));
        if (!days.isEmpty()) {
            wish.put("days", days);
        }
        put(wish, "group", group);
        put(wish, "cohort", cohort);
        put(wish, "withinDays", withinDays);
        put(wish, "perMinute", perMinute);
        return wish;
    }

    private static void put(Map<String, Object> wish, String key, @Nullable Object value) {
        if (value != null) {
            wish.put(key, value);
        }
    }
}
