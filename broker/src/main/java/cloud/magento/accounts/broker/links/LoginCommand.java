package cloud.magento.accounts.broker.links;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Signs in and keeps that, for the commands that follow. */
@Command(
        name = "login",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Signs in, for the commands that follow.",
        descriptionHeading = "%n",
        description = {
            "Signs in, and keeps that for the commands that follow.",
            "",
            "By client credentials, for scripts: a client with a service account that has the roles."
                    + " Its secret is taken from --secret-file, from KC_CLI_CLIENT_SECRET, or asked for; one that was"
                    + " typed is kept in the configuration file, which its owner alone can read.",
            "With --device, for people: a client that allows the device authorization grant. The command prints an"
                    + " address; sign in there, in a browser on any device."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  magento-links login --server https://sso.example.com --realm master -r shop --device",
            "  magento-links login --server https://sso.example.com --realm shop --secret-file /run/secrets/links"
        })
final class LoginCommand implements Callable<Integer> {
    private final LinksCommand root;

    LoginCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Session session = root.newSession();
        session.signIn();
        Configuration kept = session.configuration();
        Output output = root.output();
        output.json(Http.JSON
                .createObjectNode()
                .put("server", kept.server())
                .put("realm", kept.realm())
                .put("client", kept.client())
                .put("targetRealm", kept.targetRealm()));
        output.line("Signed in to " + kept.server() + ", realm " + kept.realm() + ", as the client " + kept.client()
                + (kept.device() ? " on behalf of a person." : "."));
        output.line("Commands work on the realm " + kept.targetRealm() + ". -r names another.");
        if (!kept.device() && kept.secret() == null && kept.secretFile() == null) {
            output.terminal().message("The secret is not kept: leave " + Session.SECRET + " set.");
        }
        return ExitCode.DONE.number();
    }
}
