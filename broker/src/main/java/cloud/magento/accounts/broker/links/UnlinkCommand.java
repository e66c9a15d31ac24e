package cloud.magento.accounts.broker.links;

import picocli.CommandLine.Command;

/** Unlinks the accounts of a file. */
@Command(
        name = "unlink",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Ends the links of the accounts of a file.",
        descriptionHeading = "%n",
        description = {
            "Ends the links of the accounts of a file: CSV with a header row, or NDJSON, with each by id, username,"
                    + " email or subject. An account without its link opens by its old password again: see \"Before you"
                    + " remove a link\" in the operator's guide."
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links unlink gone.csv --dry-run")
final class UnlinkCommand extends LinkFileCommand {
    UnlinkCommand(LinksCommand root) {
        super(root, "/magento/identities/unlink");
    }
}
