package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a campaign, or has it go on. */
abstract class CampaignChangeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The campaign, as list names it.")
    private String id = "";

    private final LinksCommand root;
    private final String act;

    private CampaignChangeCommand(LinksCommand root, String act) {
        this.root = root;
        this.act = act;
    }

    @Override
    public Integer call() {
        JsonNode campaign = root.api().post(CampaignListCommand.PATH + "/" + id + "/" + act, Map.of());
        root.output().json(campaign);
        root.output().line(CampaignListCommand.line(campaign));
        return ExitCode.DONE.number();
    }

    /** No further mail is begun. */
    @Command(
            name = "stop",
            sortOptions = false,
            abbreviateSynopsis = true,
            synopsisHeading = "%nUsage: ",
            header = "Stops a campaign; it can be resumed.",
            parameterListHeading = "%n",
            optionListHeading = "%nOptions:%n")
    static final class Stop extends CampaignChangeCommand {
        Stop(LinksCommand root) {
            super(root, "stop");
        }
    }

    /** It goes on where it stood. */
    @Command(
            name = "resume",
            sortOptions = false,
            abbreviateSynopsis = true,
            synopsisHeading = "%nUsage: ",
            header = "Has a campaign that was stopped go on where it stood.",
            parameterListHeading = "%n",
            optionListHeading = "%nOptions:%n")
    static final class Resume extends CampaignChangeCommand {
        Resume(LinksCommand root) {
            super(root, "resume");
        }
    }
}
