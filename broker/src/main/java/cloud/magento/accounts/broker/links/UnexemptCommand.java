package cloud.magento.accounts.broker.links;

import cloud.magento.accounts.broker.links.Http.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** Ends the exemption of one account. */
@Command(
        name = "unexempt",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Ends the exemption of one account.",
        descriptionHeading = "%n",
        description = "Ends the exemption of one account. Where it has none nothing is done.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links unexempt --username grace")
final class UnexemptCommand implements Callable<Integer> {
    private static final int NOT_FOUND = 404;

    @ArgGroup(multiplicity = "1")
    private Account account = new Account();

    private final LinksCommand root;

    UnexemptCommand(LinksCommand root) {
        this.root = root;
    }

    /** The account is there, so what the server does not find is the exemption. */
    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        String id = account.find(api);
        Reply reply = api.send("DELETE", ExemptCommand.path(id), Map.of(), "application/json", BodyPublishers.noBody());
        boolean ended = reply.status() != NOT_FOUND || !reply.isProblem();
        if (ended) {
            api.good(reply).close();
        } else {
            reply.close();
        }
        output.json(Http.JSON.createObjectNode().put("userId", id).put("ended", ended));
        output.line(account.name() + (ended ? " is exempt no more." : " was not exempt."));
        return ExitCode.DONE.number();
    }
}
