package cloud.magento.accounts.broker.links;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ends the sign-in and forgets it. */
@Command(
        name = "logout",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Ends the sign-in and forgets it.",
        descriptionHeading = "%n",
        description = "Ends the sign-in, and deletes the configuration file.",
        optionListHeading = "%nOptions:%n")
final class LogoutCommand implements Callable<Integer> {
    private final LinksCommand root;

    LogoutCommand(LinksCommand root) {
        this.root = root;
    }

    /** The file goes first: whatever the server does, nobody goes on with it here. */
    @Override
    public Integer call() {
        Output output = root.output();
        Session session = root.keptSession().orElse(null);
        boolean deleted = root.file().delete();
        if (session != null) {
            session.end();
        }
        output.json(Http.JSON.createObjectNode().put("deleted", deleted));
        output.line(deleted ? "Signed out." : "Nobody was signed in.");
        return ExitCode.DONE.number();
    }
}
