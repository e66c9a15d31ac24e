package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Tells of the campaigns. */
@Command(
        name = "list",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says how each campaign stands, the newest first.",
        optionListHeading = "%nOptions:%n")
final class CampaignListCommand implements Callable<Integer> {
    static final String PATH = "/magento/campaigns";

    private final LinksCommand root;

    CampaignListCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Map<String, String> query = new TreeMap<>(Map.of("max", "100"));
        long found = 0;
        do {
            JsonNode page = root.api().get(PATH, query);
            for (JsonNode one : page.path("campaigns")) {
                output.json(one);
                output.line(line(one));
                found++;
            }
            query.put("after", page.path("next").asText());
        } while (!query.get("after").isEmpty());
        if (found == 0) {
            output.line("No campaign was started.");
        }
        return ExitCode.DONE.number();
    }

    /** One of them, as people read it. */
    static String line(JsonNode one) {
        JsonNode mails = one.path("mails");
        String fault = one.path("fault").asText();
        return "%-8s %s, started %s: %s sent, %s waiting, %s left out, %s failed, %s doubtful%s"
                .formatted(
                        one.path("state").asText(),
                        one.path("id").asText(),
                        one.path("startedAt").asText(),
                        Output.count(mails.path("sent").asLong()),
                        Output.count(mails.path("waiting").asLong()),
                        Output.count(mails.path("skipped").asLong()),
                        Output.count(mails.path("failed").asLong()),
                        Output.count(mails.path("doubtful").asLong()),
                        fault.isEmpty() ? "" : "; " + fault);
    }
}
