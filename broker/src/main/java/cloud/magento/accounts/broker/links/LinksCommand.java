package cloud.magento.accounts.broker.links;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code magento-links} with what all its commands have in common: at which server, how it answers. */
@Command(
        name = "magento-links",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = LinksCommand.Version.class,
        header = "Takes a realm through the roll-out of Magento.com links, over the server's admin REST API.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions of all commands:%n",
        footerHeading = "%n",
        footer = {
            "Options that begin with \"Sign-in\" are for login, and for any command with --no-config.",
            "",
            "Exit codes: 0 done; 1 done, and something is left that wants a person; 2 wrong use, or a file here that"
                    + " cannot be read or written; 3 not signed in, or not allowed; 4 no answer from the server, or"
                    + " none to its end: run the same command again; 5 refused by the server; 6 a fault of this"
                    + " command.",
            "",
            "Begin with: magento-links login --help"
        })
public final class LinksCommand implements Callable<Integer> {
    private static final int WIDTH = 110;

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Sign-in: the server's address.")
    private @Nullable String server;

    @Option(
            names = "--realm",
            paramLabel = "REALM",
            scope = ScopeType.INHERIT,
            description = "Sign-in: the realm to sign in to, such as master.")
    private @Nullable String realm;

    @Option(
            names = "--client",
            paramLabel = "ID",
            scope = ScopeType.INHERIT,
            description = "Sign-in: the client, magento-links when not given.")
    private @Nullable String client;

    @Option(
            names = "--device",
            scope = ScopeType.INHERIT,
            description = "Sign-in: by a person, in a browser anywhere. Otherwise by the client's secret.")
    private boolean device;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Sign-in: the file with the secret. Otherwise it is in KC_CLI_CLIENT_SECRET, or asked for.")
    private @Nullable Path secretFile;

    @Option(
            names = "--truststore",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Sign-in: the certificates that vouch for the server, as PEM, or as a key store whose password"
                            + " is in KC_CLI_TRUSTSTORE_PASSWORD.")
    private @Nullable Path truststore;

    @Option(
            names = "--insecure-http",
            scope = ScopeType.INHERIT,
            description = "Sign-in: allow http to another machine. Warning: everybody on the way can read secrets.")
    private boolean insecureHttp;

    @Option(
            names = {"-r", "--target-realm"},
            paramLabel = "REALM",
            scope = ScopeType.INHERIT,
            description = "The realm to work on, if not the one of the login.")
    private @Nullable String targetRealm;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Where login keeps its result, ~/.magento-links/config.json when not given.")
    private @Nullable Path config;

    @Option(
            names = "--no-config",
            scope = ScopeType.INHERIT,
            description = "Keep nothing: sign in for this command alone.")
    private boolean noConfig;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Answer in JSON, on the standard output. Messages go to the standard error.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "This text, or that of a command.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "The version of this command.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean version;

    private final Terminal terminal;

    LinksCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        Terminal terminal = ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            String words = terminal.interrupted().words();
            if (!words.isEmpty()) {
                terminal.err().println();
                terminal.error(words);
            }
        }));
        System.exit(ExitCode.ofProcess(runOrSay(terminal, arguments)));
    }

    /** Whatever Java itself runs out of is said in one line too. */
    private static int runOrSay(Terminal terminal, String... arguments) {
        try {
            return run(terminal, arguments);
        } catch (VirtualMachineError | LinkageError e) {
            terminal.error("Java cannot go on: " + e.getClass().getSimpleName() + ".");
            return ExitCode.FAULT.number();
        }
    }

    /** Runs the command that the arguments are, and returns its exit code. */
    static int run(Terminal terminal, String... arguments) {
        PrintWriter out = new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8);
        Failures failures = new Failures(terminal);
        LinksCommand root = new LinksCommand(terminal);
        CommandLine line = new CommandLine(root);
        Commands.addTo(line, root);
        return line.setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(WIDTH)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }

    /** No command was named. */
    @Override
    public Integer call() {
        throw CommandException.usage("Which command? magento-links --help lists them.");
    }

    Output output() {
        return new Output(terminal, json);
    }

    /** The API, for who is signed in or signs in for this command alone. */
    Api api() {
        return new Api(session());
    }

    /** A sign-in that begins now, and that later commands go on with. */
    Session newSession() {
        if (noConfig) {
            throw CommandException.usage("login keeps its result. With --no-config each command signs in by itself.");
        }
        return session(given(), file()::write);
    }

    ConfigurationFile file() {
        return new ConfigurationFile(config == null ? ConfigurationFile.usual(terminal.home()) : config);
    }

    /** What was kept, for a command that ends it. */
    Optional<Session> keptSession() {
        return file().read().map(kept -> session(kept, unused -> {}));
    }

    private Session session() {
        if (noConfig) {
            return session(given(), unused -> {});
        }
        if (server != null || realm != null || client != null || device || secretFile != null || truststore != null) {
            throw CommandException.usage("--server, --realm, --client, --device, --secret-file and --truststore are for"
                    + " login, or go with --no-config. To work on another realm: -r REALM.");
        }
        ConfigurationFile file = file();
        Configuration kept = file.read()
                .orElseThrow(() -> CommandException.notSignedIn(
                        "Not signed in. Sign in first: magento-links login --server URL --realm REALM"));
        return session(
                targetRealm == null ? kept : kept.onRealm(targetRealm),
                renewed -> keep(file, renewed.onRealm(kept.targetRealm())));
    }

    /** A command whose new token cannot be kept has it all the same. */
    private void keep(ConfigurationFile file, Configuration renewed) {
        try {
            file.write(renewed);
        } catch (CommandException e) {
            terminal.message("The renewed sign-in is not kept: " + e.sentence());
        }
    }

    private Session session(Configuration configuration, Consumer<Configuration> keeper) {
        if (configuration.isOpen()) {
            terminal.message("Warning: by http everybody on the way to the server can read secrets and tokens.");
        }
        Optional<SSLContext> trust = Optional.ofNullable(configuration.truststore())
                .map(file -> TrustStore.read(Path.of(file), terminal.variable(TrustStore.PASSWORD)));
        return new Session(new Http(trust), terminal, configuration, keeper);
    }

    private Configuration given() {
        if (server == null || realm == null) {
            throw CommandException.usage(
                    "--server and --realm are needed, as in: --server https://sso.example.com" + " --realm master");
        }
        return new Configuration(
                Configuration.server(server, insecureHttp),
                realm,
                targetRealm == null ? realm : targetRealm,
                client == null ? Configuration.USUAL_CLIENT : client,
                device,
                null,
                text(secretFile),
                text(truststore),
                insecureHttp,
                null);
    }

    private static @Nullable String text(@Nullable Path file) {
        return file == null ? null : file.toAbsolutePath().normalize().toString();
    }

    /** Which of the three standard streams are a terminal's the script says: Java tells of all or none. */
    private static Terminal ofProcess() {
        String terminals = System.getProperty("magento.links.terminals", "");
        String home = System.getenv("HOME");
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                System.getenv(),
                Path.of(home == null || home.isEmpty() ? System.getProperty("user.home", ".") : home),
                terminals.contains("2") && !dumb,
                terminals.contains("0") ? LinksCommand::typed : unused -> Optional.empty(),
                time -> Thread.sleep(time.toMillis()),
                InstantSource.system(),
                new Terminal.Interruption());
    }

    private static Optional<String> typed(String question) {
        Console console = System.console();
        return Optional.ofNullable(console)
                .map(there -> there.readPassword("%s", question))
                .map(String::new)
                .filter(secret -> !secret.isEmpty());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** The version of the jar that the command is in. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LinksCommand.class.getPackage().getImplementationVersion();
            return new String[] {"magento-links " + (version == null ? "(not packed)" : version)};
        }
    }
}
