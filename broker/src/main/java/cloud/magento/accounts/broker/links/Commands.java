package cloud.magento.accounts.broker.links;

import picocli.CommandLine;

/** The commands there are, in the order in which an operator meets them. */
final class Commands {
    private Commands() {}

    static void addTo(CommandLine line, LinksCommand root) {
        line.addSubcommand(new LoginCommand(root))
                .addSubcommand(new LogoutCommand(root))
                .addSubcommand(new StatusCommand(root))
                .addSubcommand(new SetupCommand(root))
                .addSubcommand(new AdoptCommand(root))
                .addSubcommand(new ReconcileCommand(root))
                .addSubcommand(new ExportCommand(root))
                .addSubcommand(new ImportCommand(root))
                .addSubcommand(new UnlinkCommand(root))
                .addSubcommand(new ExemptCommand(root))
                .addSubcommand(new UnexemptCommand(root));
    }
}
