package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what a reminder says. */
@Command(
        name = "mail",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says what the mail would say now.",
        optionListHeading = "%nOptions:%n")
final class CampaignMailCommand implements Callable<Integer> {
    @Option(names = "--account", paramLabel = "ID", description = "The account; otherwise a made-up one.")
    private @Nullable String account;

    @Option(
            names = "--locale",
            paramLabel = "LANGUAGE",
            description = "The language, such as fr; otherwise the account's, or the realm's default.")
    private @Nullable String locale;

    private final LinksCommand root;

    CampaignMailCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Map<String, String> query = new TreeMap<>();
        if (account != null) {
            query.put("userId", account);
        }
        if (locale != null) {
            query.put("locale", locale);
        }
        JsonNode mail = root.api().get(CampaignListCommand.PATH + "/preview", query);
        output.json(mail);
        output.line("Subject: " + mail.path("subject").asText());
        output.line("");
        mail.path("text").asText().lines().forEach(output::line);
        return ExitCode.DONE.number();
    }
}
