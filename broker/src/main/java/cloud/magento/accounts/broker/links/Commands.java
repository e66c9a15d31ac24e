package cloud.magento.accounts.broker.links;

import java.util.Objects;
import picocli.CommandLine;

/** The commands there are, in the order in which an operator meets them. */
final class Commands {
    private Commands() {}

    static void addTo(CommandLine line, LinksCommand root) {
        line.addSubcommand(new LoginCommand(root))
                .addSubcommand(new LogoutCommand(root))
                .addSubcommand(new StatusCommand(root))
                .addSubcommand(new SetupCommand(root))
                .addSubcommand(new DoctorCommand(root))
                .addSubcommand(new AdoptCommand(root))
                .addSubcommand(new ReconcileCommand(root))
                .addSubcommand(new PreviewCommand(root))
                .addSubcommand(new ForecastCommand(root))
                .addSubcommand(new DiagnoseCommand(root))
                .addSubcommand(new ExportCommand(root))
                .addSubcommand(new ImportCommand(root))
                .addSubcommand(new UnlinkCommand(root))
                .addSubcommand(new InviteCommand(root))
                .addSubcommand(new InvitationsCommand(root))
                .addSubcommand(new GroupCommand.Campaign())
                .addSubcommand(new ExemptCommand(root))
                .addSubcommand(new UnexemptCommand(root))
                .addSubcommand(new OutageCommand(root))
                .addSubcommand(new GroupCommand.Rollout())
                .addSubcommand(new GroupCommand.Bundle());
        sub(line, "campaign")
                .addSubcommand(new CampaignStartCommand(root))
                .addSubcommand(new CampaignListCommand(root))
                .addSubcommand(new CampaignMailsCommand(root))
                .addSubcommand(new CampaignMailCommand(root))
                .addSubcommand(new CampaignChangeCommand.Stop(root))
                .addSubcommand(new CampaignChangeCommand.Resume(root));
        sub(line, "rollout").addSubcommand(new RolloutGetCommand(root)).addSubcommand(new RolloutApplyCommand(root));
        sub(line, "bundle").addSubcommand(new BundleExportCommand(root)).addSubcommand(new BundleImportCommand(root));
    }

    private static CommandLine sub(CommandLine line, String name) {
        return Objects.requireNonNull(line.getSubcommands().get(name));
    }
}
