package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.ServerProcess;
import cloud.magento.accounts.broker.support.StartCommand;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code ./start}: it serves this machine, keeps the data, and tells in one line why it cannot. */
class StartIT {
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:BROKER|MAGENTO)_[A-Z_]+|\\bJAVA_[A-Z_]+");
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:[^\\s,]+");

    /** What the command needs before it looks for a JDK. */
    private static final List<String> TOOLS = List.of("bash", "cat", "dirname", "mkdir", "readlink", "sed");

    @TempDir
    Path folder;

    private Path data;
    private StartCommand start;
    private final List<ServerProcess> served = new ArrayList<>();

    @BeforeEach
    void itsOwnPortAndData() {
        data = folder.resolve("data");
        start = StartCommand.on(data);
    }

    @AfterEach
    void stopWhatServes() {
        served.forEach(ServerProcess::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void documentsEveryOptionAndVariableInHelp(String help) throws Exception {
        // given
        Set<String> variables = found(VARIABLE, Files.readString(start.script()));

        // when
        Ran ran = start.run(help);

        // then
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("--reset", "--no-build", "--verbose", "--help", "--log-level=debug");
        assertThat(variables).contains("BROKER_PORT", "BROKER_DATA", "MAGENTO_CLIENT_SECRET", "JAVA_OPTS_APPEND");
        assertThat(found(VARIABLE, ran.out())).isEqualTo(variables);
        assertThat(data).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                        | --nonsense                                   | --nonsense is not an option; ./start --help lists them.",
                "``                        | --reset now                                  | now is not an option; ./start --help lists them.",
                "BROKER_PORT=http          | --no-build                                   | BROKER_PORT must be a port number, not \"http\".",
                "BROKER_PORT=0             | --no-build                                   | BROKER_PORT must be a port number, not \"0\".",
                "BROKER_PORT=08080         | --no-build                                   | BROKER_PORT must be a port number, not \"08080\".",
                "BROKER_PORT=65536         | --no-build                                   | BROKER_PORT must be a port number, not \"65536\".",
                "BROKER_MANAGEMENT_PORT=-1 | --no-build                                   | BROKER_MANAGEMENT_PORT must be a port number, not \"-1\".",
                "``                        | -- --http-host=0.0.0.0                       | The host cannot be given: ./start serves this machine only.",
                "``                        | -- --http-host 0.0.0.0                       | The host cannot be given: ./start serves this machine only.",
                "``                        | -- --log-level=debug --http-management-host=0.0.0.0 | The host cannot be given: ./start serves this machine only."
            })
    void rejectsInvalidArgumentsWithoutSideEffects(String variable, String arguments, String told) {
        // given
        String[] assignment = variable.split("=");

        // when
        Ran ran = (variable.isEmpty() ? start : start.with(assignment[0], assignment[1])).run(arguments.split(" "));

        // then
        assertTold(ran, 2, told);
        assertThat(data).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"MAGENTO_CLIENT_ID, MAGENTO_CLIENT_SECRET", "MAGENTO_CLIENT_SECRET, MAGENTO_CLIENT_ID"})
    void requiresClientIdAndSecretForConfiguredIssuer(String given, String missing) {
        // when
        Ran ran = start.with("MAGENTO_ISSUER", "https://magento.example")
                .with(given, "given")
                .run("--no-build");

        // then
        assertTold(ran, 2, "MAGENTO_ISSUER is set and " + missing + " is not; the first start needs it.");
        assertThat(data.resolve("home")).doesNotExist();
        assertThat(data.resolve("made-for")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAGENTO_CLIENT_ID", "MAGENTO_CLIENT_SECRET"})
    void tellsThatTheIssuerIsMissing(String given) {
        // when
        Ran ran = start.with(given, "given").run("--no-build");

        // then
        assertTold(ran, 2, given + " is set and MAGENTO_ISSUER is not; set it, or neither of them to try the demo.");
        assertThat(data.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"account.magento.com", "https://", "https://account.magento.com/#x", "https://a b/"})
    void tellsThatTheIssuerIsImpossible(String issuer) {
        // when
        Ran ran = start.with("MAGENTO_ISSUER", issuer)
                .with("MAGENTO_CLIENT_ID", "given")
                .with("MAGENTO_CLIENT_SECRET", "given")
                .run("--no-build");

        // then
        assertTold(
                ran,
                2,
                "MAGENTO_ISSUER must be an address such as https://account.magento.com, not \"" + issuer + "\".");
        assertThat(data.resolve("home")).doesNotExist();
    }

    @Test
    void keepsDataWhenResetIsRejected() throws Exception {
        // given
        Files.createDirectories(data.resolve("home/data/h2"));
        Files.writeString(data.resolve("home/data/h2/keycloakdb.mv.db"), "accounts and links");
        Files.writeString(data.resolve("magento-broker"), "");
        Files.writeString(data.resolve("made-for"), start.port() + " https://magento.example\n");
        Map<String, String> before = content(data);

        // when
        Ran ran = start.with("MAGENTO_ISSUER", "https://magento.example").run("--no-build", "--reset");

        // then
        assertTold(ran, 2, "MAGENTO_ISSUER is set and MAGENTO_CLIENT_ID is not; the first start needs it.");
        assertThat(content(data)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BROKER_PORT", "BROKER_MANAGEMENT_PORT"})
    void explainsTakenPort(String variable) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // when
            Ran ran =
                    start.with(variable, Integer.toString(other.getLocalPort())).run("--no-build");

            // then
            assertTold(ran, 1, "Port " + other.getLocalPort());
            assertThat(ran.err()).contains("taken; choose another: " + variable + "=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-build", "--no-build --reset"})
    void rejectsForeignFolderAndKeepsItsContent(String arguments) throws Exception {
        // given
        Files.createDirectories(data.resolve("home/lee"));
        Files.writeString(data.resolve("home/lee/thesis"), "ten years of work");
        Map<String, String> before = content(data);

        // when
        Ran ran = start.run(arguments.split(" "));

        // then
        assertTold(ran, 1, "There is a folder " + data + "/home that this broker did not make");
        assertThat(content(data)).isEqualTo(before);
    }

    @Test
    void explainsDataFolderThatCannotBeCreated() throws Exception {
        // given
        Files.writeString(data, "a file");

        // then
        assertTold(start.run("--no-build"), 1, "The data folder " + data + " cannot be made.");
    }

    @ParameterizedTest
    @CsvSource({"none, ''", "too old, 11.0.2", "without a compiler, 25"})
    void explainsMissingJdk(String what, String version) throws Exception {
        // given
        Path tools = Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), onPath(tool));
        }
        Path java = Files.createDirectories(folder.resolve("java/bin"));
        if (!version.isEmpty()) {
            Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"" + version + "\"\n");
            Files.createSymbolicLink(java.resolve("java"), onPath("true"));
        }
        if (what.equals("too old")) {
            Files.createSymbolicLink(java.resolve("javac"), onPath("true"));
        }

        // when: it finds the places where systems put a JDK by wildcards, which a shell can be told to leave alone
        Ran ran = start.with("PATH", tools.toString())
                .with("JAVA_HOME", folder.resolve("java").toString())
                .with("HOME", folder.toString())
                .with("SHELLOPTS", "noglob")
                .run("--no-build");

        // then
        assertTold(ran, 1, "No JDK 17 or newer was found; install one, or set JAVA_HOME to where it is.");
    }

    @Test
    void explainsMissingBuild() throws Exception {
        // then
        assertTold(
                start.of(projectWithoutServer()).run("--no-build"),
                1,
                "The broker is not built; run ./start without --no-build.");
    }

    @Test
    void reportsCauseAndLogWhenServerEndsBeforeReady() throws Exception {
        // given
        Path script = projectWithoutServer();
        Path server = script.resolveSibling("broker/target/magento-broker");
        Files.createDirectories(server.resolve("bin"));
        Files.createDirectory(server.resolve("demo"));
        Files.writeString(server.resolve("demo/realm.json"), "{}");
        Files.writeString(server.resolve("assembled"), "");
        Path program = Files.writeString(
                server.resolve("bin/kc.sh"),
                "#!/bin/sh\necho 'INFO  it begins'\necho 'ERROR the disk is full'\nexit 7\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        // when
        Ran ran = start.of(script).run("--no-build");

        // then
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("ERROR the disk is full\nstart: The server ended before it was ready; its whole log is "
                        + data + "/broker.log\n");
        assertThat(data.resolve("broker.log")).content().startsWith("INFO  it begins\n");
        assertThat(data.resolve("pid")).doesNotExist();
        assertThat(data.resolve("made-for")).doesNotExist();
    }

    @Test
    void keepsDataBetweenStartsUntilReset() {
        // given
        Account account = Account.called("Kept");

        // when
        ServerProcess first = serve("--no-build");

        // then
        assertThat(first.log().since(0)).isEqualTo(readyAndTable());
        assertThat(found(ADDRESS, first.log().since(0)))
                .hasSize(6)
                .allSatisfy(address -> new Http().follow(URI.create(address)).expecting(200));
        start.admin().realm(Broker.REALM).create(account);

        // and: nobody else may have the data meanwhile
        assertTold(start.onAnotherPort().run("--no-build", "--reset"), 1, "A broker runs on the data in " + data);

        // when
        int code = first.stop();

        // then
        assertThat(code).isZero();
        assertThat(first.log().since(0)).isEqualTo(readyAndTable() + "Stopped.\n");
        assertThat(data.resolve("pid")).doesNotExist();

        // and: links belong to an issuer and addresses to a port
        assertTold(
                start.onAnotherPort().run("--no-build"),
                1,
                "The data in " + data + " was made for port " + start.port());
        assertTold(
                start.with("MAGENTO_ISSUER", "https://magento.example").run("--no-build"),
                1,
                "The data in " + data + " was made for the issuer http://localhost:" + start.port()
                        + "/realms/magento.com");

        // when
        ServerProcess second = serve("--no-build");

        // then
        assertThat(second.log().since(0)).isEqualTo(readyAndTable());
        assertThat(accountsWith(account.email())).hasSize(1);
        assertThat(second.stop()).isZero();

        // when
        ServerProcess third = serve("--no-build", "--reset");

        // then
        assertThat(third.log().since(0)).isEqualTo(readyAndTable());
        assertThat(accountsWith(account.email())).isEmpty();
        assertThat(accountsWith("ada@example.com")).hasSize(1);
    }

    private ServerProcess serve(String... arguments) {
        ServerProcess process = start.serve(arguments);
        served.add(process);
        return process;
    }

    private List<JsonNode> accountsWith(String email) {
        return start.admin().realm(Broker.REALM).usersWithEmail(email);
    }

    private String readyAndTable() {
        return """
                Broker ready: http://localhost:%1$d/user

                  Account page      http://localhost:%1$d/user
                  Admin console     http://localhost:%1$d/admin/  (admin / admin, unless changed)
                  Demo accounts     ada / ada, grace / grace
                  Auditor           http://localhost:%1$d/realms/accounts.magento.cloud/magento/audit
                                    Sign in with Magento.com, as auditor / auditor
                  Operator          http://localhost:%1$d/realms/accounts.magento.cloud/magento/operate
                                    Sign in with Magento.com, as operator / operator
                  At Magento.com    magda / magda, or create an account there; this broker plays Magento.com itself
                  Health, metrics   http://localhost:%2$d/health, http://localhost:%2$d/metrics
                  Data              %3$s
                  Log               %3$s/broker.log

                Ctrl-C stops it.
                """.formatted(start.port(), start.managementPort(), data);
    }

    private static void assertTold(Ran ran, int code, String told) {
        assertThat(ran.err()).startsWith("start: " + told).endsWith("\n").hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isEqualTo(code);
    }

    /** The command in a project that has nothing else. */
    private Path projectWithoutServer() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        Path script = start.script();
        Files.createSymbolicLink(project.resolve("tools"), script.resolveSibling("tools"));
        return Files.createSymbolicLink(project.resolve("start"), script);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path onPath(String program) {
        return Arrays.stream(String.valueOf(System.getenv("PATH")).split(":"))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + program + " on the path"));
    }

    /** Every file and folder below, and what is in it. */
    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                content.put(
                        root.relativize(file).toString(),
                        Files.isDirectory(file) ? "a folder" : Files.readString(file));
            }
        }
        return content;
    }
}
