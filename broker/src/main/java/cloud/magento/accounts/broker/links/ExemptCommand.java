package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets one account through, for a time and a reason. */
@Command(
        name = "exempt",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Lets one account through for a time.",
        descriptionHeading = "%n",
        description = {
            "Lets one account through, linked or not, until a moment and for a reason. It ends by itself. One that the"
                    + " account has already is replaced."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer =
                "  magento-links exempt --username grace --until 2027-06-30 --reason \"Ticket 4711: lost the address\"")
final class ExemptCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Account account = new Account();

    @Option(
            names = "--until",
            required = true,
            paramLabel = "DATE",
            converter = Moment.Reader.class,
            description = "The first moment at which the account is stopped again; a date begins at midnight UTC.")
    private Moment until = new Moment("");

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "One line that the ledger keeps: a ticket's number, rather than a name.")
    private String reason = "";

    private final LinksCommand root;

    ExemptCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        String path = path(account.find(api));
        JsonNode granted = api.json(api.good(api.send(
                "PUT", path, Map.of(), "application/json", Api.body(Map.of("until", until.text(), "reason", reason)))));
        output.json(granted);
        output.line(account.name() + " is exempt until " + granted.path("until").asText() + ".");
        return ExitCode.DONE.number();
    }

    static String path(String id) {
        return "/magento/users/" + Http.encode(id) + "/exemption";
    }
}
