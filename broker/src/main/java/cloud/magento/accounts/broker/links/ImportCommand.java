package cloud.magento.accounts.broker.links;

import picocli.CommandLine.Command;

/** Links, relinks, unlinks and exempts by the rows of a file. */
@Command(
        name = "import",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Links, unlinks and exempts by the rows of a file.",
        descriptionHeading = "%n",
        description = {
            "Links, relinks, unlinks, exempts or pre-associates accounts by the rows of a file. CSV has a header row,"
                    + " NDJSON an object a line, with these names:",
            "",
            "  action                  link (when not given), relink, unlink, exempt or unexempt",
            "  id, username or email   whose account it is",
            "  subject                 what Magento.com calls the person",
            "  upstreamEmail           in place of a subject that is not known yet: whoever comes from Magento.com",
            "                          with this verified address may connect to the account",
            "  upstreamUsername        the person's name at Magento.com; optional",
            "  until, reason           of an exemption; until also for an address that is expected",
            "",
            "A file may be sent again: what is done already is unchanged. A dry run judges each row as if it were"
                    + " alone."
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links import links.csv --dry-run --result answers.ndjson")
final class ImportCommand extends LinkFileCommand {
    ImportCommand(LinksCommand root) {
        super(root, "/magento/identities/import");
    }
}
