package cloud.magento.accounts.broker.links;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Invites the accounts of a file. */
@Command(
        name = "invite",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Invites the accounts of a file by mail.",
        descriptionHeading = "%n",
        description = {
            "Mails the accounts of a file an invitation to connect, or to connect another Magento.com account: CSV with"
                    + " a header row, or NDJSON, with each by id, username or email. Run the same command again after a"
                    + " break, or where rows were postponed: a call mails nobody twice."
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links invite people.csv --call spring-2027 --dry-run")
final class InviteCommand extends BulkCommand {
    @Option(
            names = "--call",
            paramLabel = "NAME",
            required = true,
            description = "The call's name, 1 to 64 letters, digits, points, dashes and underscores. An account is"
                    + " mailed once by calls of one name.")
    private String call = "";

    @Option(
            names = "--hours",
            paramLabel = "NUMBER",
            description = "How long each can be used, if shorter than the realm's setting.")
    private @Nullable Integer hours;

    @Option(
            names = "--mail-alone",
            description = "Let the mail alone prove an account that has no password and nothing else of its own.")
    private boolean mailAlone;

    InviteCommand(LinksCommand root) {
        super(root, "/magento/invitations");
    }

    @Override
    Map<String, String> terms() {
        Map<String, String> terms = new TreeMap<>();
        terms.put("call", call);
        terms.put("mailAlone", Boolean.toString(mailAlone));
        if (hours != null) {
            terms.put("hours", hours.toString());
        }
        return terms;
    }
}
