package cloud.magento.accounts.broker.links;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Commands that belong together under one name. */
abstract class GroupCommand implements Callable<Integer> {
    private final String name;
    private final String commands;

    private GroupCommand(String name, String commands) {
        this.name = name;
        this.commands = commands;
    }

    /** None of them was named. */
    @Override
    public Integer call() {
        throw CommandException.usage("Which one, " + commands + "? See magento-links " + name + " --help");
    }

    /** Reminders by mail. */
    @Command(
            name = "campaign",
            sortOptions = false,
            abbreviateSynopsis = true,
            synopsisHeading = "%nUsage: ",
            synopsisSubcommandLabel = "COMMAND",
            header = "Reminds people by mail, before their deadline, to connect.",
            commandListHeading = "%nCommands:%n",
            optionListHeading = "%nOptions:%n")
    static final class Campaign extends GroupCommand {
        Campaign() {
            super("campaign", "start, list, mails, mail, stop or resume");
        }
    }

    /** A roll-out as a document. */
    @Command(
            name = "rollout",
            sortOptions = false,
            abbreviateSynopsis = true,
            synopsisHeading = "%nUsage: ",
            synopsisSubcommandLabel = "COMMAND",
            header = "Keeps the roll-out as one document: dates, cohorts, exemptions by group.",
            commandListHeading = "%nCommands:%n",
            optionListHeading = "%nOptions:%n")
    static final class Rollout extends GroupCommand {
        Rollout() {
            super("rollout", "get or apply");
        }
    }

    /** What our tables have, as a file. */
    @Command(
            name = "bundle",
            sortOptions = false,
            abbreviateSynopsis = true,
            synopsisHeading = "%nUsage: ",
            synopsisSubcommandLabel = "COMMAND",
            header = "Takes along what a realm's own export has not: proofs, dates, exemptions, ledger.",
            commandListHeading = "%nCommands:%n",
            optionListHeading = "%nOptions:%n")
    static final class Bundle extends GroupCommand {
        Bundle() {
            super("bundle", "export or import");
        }
    }
}
