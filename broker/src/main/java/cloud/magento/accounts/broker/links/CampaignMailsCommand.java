package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells whom a campaign wrote to. */
@Command(
        name = "mails",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says whom a campaign wrote to, and whom not.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class CampaignMailsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The campaign, as list names it.")
    private String id = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only waiting, sending, sent, failed, doubtful or skipped.")
    private @Nullable String state;

    private final LinksCommand root;

    CampaignMailsCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Map<String, String> query = new TreeMap<>(Map.of("max", "1000"));
        if (state != null) {
            query.put("state", state);
        }
        do {
            JsonNode page = root.api().get(CampaignListCommand.PATH + "/" + id + "/mails", query);
            for (JsonNode one : page.path("mails")) {
                String reason = one.path("reason").asText();
                output.json(one);
                output.line("%-8s account %s, %s days before, %s%s"
                        .formatted(
                                one.path("state").asText(),
                                one.path("userId").asText(),
                                one.path("days").asText(),
                                one.path("changedAt").asText(),
                                reason.isEmpty() ? "" : ", " + reason));
            }
            query.put("after", page.path("next").asText());
        } while (!query.get("after").isEmpty());
        return ExitCode.DONE.number();
    }
}
