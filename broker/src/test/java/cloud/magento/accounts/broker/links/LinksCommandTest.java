package cloud.magento.accounts.broker.links;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command understands, says and exits with, whatever the server does. */
class LinksCommandTest {
    private static final String COVERAGE = "{\"reportOnly\":true,\"accounts\":{}}";

    @TempDir
    Path home;

    private final TestServer server = new TestServer();
    private TestTerminal terminal;

    @BeforeEach
    void aShell() {
        terminal = new TestTerminal(home);
    }

    @AfterEach
    void noServer() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void explainsWrongUseInOneLine(String sentence, List<String> arguments) {
        Ran ran = terminal.run(arguments.toArray(String[]::new));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("magento-links: ").contains(sentence).hasLineCount(1);
    }

    static Stream<Object[]> wrongUses() {
        return Stream.of(
                wrongUse("Which command?"),
                wrongUse("There is no command statsu. Is it status?", "statsu"),
                wrongUse("There is no option --jsn. Is it --json?", "status", "--jsn"),
                wrongUse("There is an argument too much, shop", "status", "shop"),
                wrongUse("Missing required parameter: 'FILE'", "import"),
                wrongUse("Missing required option: '--call=NAME'", "invite", "people.csv"),
                wrongUse("expected one of [CSV, NDJSON]", "export", "--format", "xlsx"),
                wrongUse("is no date such as", "exempt", "--id", "1", "--reason", "x", "--until", "soon"),
                wrongUse("--dry-run goes with --fix", "doctor", "--dry-run"),
                wrongUse("--reason", "outage", "--until", "2027-06-30"),
                wrongUse("is no date such as", "outage", "--reason", "x", "--until", "soon"),
                wrongUse("mutually exclusive", "outage", "--end", "--until", "2027-06-30", "--reason", "x"),
                wrongUse("mutually exclusive", "unexempt", "--id", "1", "--email", "a@b"),
                wrongUse("--username=NAME", "unexempt"),
                wrongUse("should be specified only once", "status", "-r", "a", "-r", "b"),
                wrongUse("are for login, or go with --no-config", "status", "--realm", "shop"),
                wrongUse("--server and --realm are needed", "login", "--server", "https://a"),
                wrongUse("--server and --realm are needed", "status", "--no-config"),
                wrongUse("login keeps its result", "login", "--no-config"),
                wrongUse("--server is an address", "login", "--realm", "a", "--server", "sso.example.com"),
                wrongUse("--server is an address", "login", "--realm", "a", "--server", "https://u:p@sso.example.com"),
                wrongUse("--server is an address", "login", "--realm", "a", "--server", "https://a b"),
                wrongUse("can read secrets", "login", "--realm", "a", "--server", "http://sso.example.com"));
    }

    /** Whatever was given with an option that nobody knows may be a secret. */
    @Test
    void repeatsNoSecretThatWasGivenInTheWrongPlace() {
        for (List<String> arguments : List.of(
                List.of("login", "--secret", "hunter2"),
                List.of("login", "--secret=hunter2"),
                List.of("status", "--token=hunter2"),
                List.of("status", "--password", "hunter2"))) {
            Ran ran = terminal.run(arguments.toArray(String[]::new));

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("There is no option").doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login",
                "logout",
                "status",
                "setup",
                "doctor",
                "adopt",
                "reconcile",
                "preview",
                "forecast",
                "diagnose",
                "export",
                "import",
                "unlink",
                "invite",
                "invitations",
                "campaign",
                "exempt",
                "outage"
            })
    void explainsEachCommand(String command) {
        Ran ran = terminal.run(command, "--help");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Usage: magento-links " + command).contains("--json");
        assertThat(ran.err()).isEmpty();
        assertThat(terminal.run("--help").out()).contains("  " + command + " ");
    }

    @Test
    void signsInByClientAndKeepsWhatWasTyped() {
        // when
        Ran ran = terminal.typing("s3cret").run(login());

        // then
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Commands work on the realm shop.");
        assertThat(ran.out() + ran.err()).doesNotContain("s3cret").doesNotContain("token-1");
        assertThat(server.asked().get(0).body())
                .contains("client_secret=s3cret")
                .contains("client_id=magento-links");

        // when: the token is over
        server.answer(200, COVERAGE);
        terminal.pass(Duration.ofHours(1));
        Ran status = terminal.run("status", "--quick");

        // then
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("only reports");
        assertThat(server.calls().get(0).authorization()).isEqualTo("Bearer token-2");
        assertThat(server.calls().get(0).call()).isEqualTo("GET /admin/realms/shop/magento/coverage");

        // and: signed out nobody goes on with it
        assertThat(terminal.run("logout").out()).isEqualTo("Signed out.\n");
        assertThat(terminal.configuration()).doesNotExist();
        assertThat(terminal.run("status").code()).isEqualTo(3);
    }

    @Test
    void keepsNoSecretOfEnvironmentAndOnlyPathOfFile() throws IOException {
        // when
        Ran fromEnvironment = terminal.with(Session.SECRET, "s3cret").run(login());

        // then
        assertThat(fromEnvironment.code()).isZero();
        assertThat(fromEnvironment.err()).contains("leave KC_CLI_CLIENT_SECRET set");
        assertThat(Files.readString(terminal.configuration())).doesNotContain("s3cret");

        // when
        Path file = Files.writeString(home.resolve("the secret"), "of-a-file\n");
        terminal.run(login("--secret-file", file.toString()));

        // then
        assertThat(server.asked().get(1).body()).contains("client_secret=of-a-file");
        assertThat(Files.readString(terminal.configuration()))
                .contains("the secret")
                .doesNotContain("of-a-file");
    }

    @Test
    void exitsByWhatDoctorFound() {
        // given
        String finding = "{\"check\":\"client-flow\",\"severity\":\"%s\",\"subject\":\"client shop\","
                + "\"evidence\":\"It has a step.\",\"consequence\":\"People are locked out.\","
                + "\"mend\":\"Bind another.\",\"fixable\":true}";
        String severe = String.format(finding, "severe");
        String warning = String.format(finding, "warning");
        terminal.typing("s3cret").run(login());

        // when
        server.answer(200, "{\"severe\":1,\"warnings\":0,\"notes\":0,\"findings\":[" + severe + "]}");
        Ran sick = terminal.run("doctor");
        server.answer(200, "{\"severe\":0,\"warnings\":1,\"notes\":0,\"findings\":[" + warning + "]}");
        Ran warned = terminal.run("doctor");
        server.answer(200, "{\"severe\":0,\"warnings\":0,\"notes\":0,\"findings\":[]}");
        Ran well = terminal.run("doctor");

        // then
        assertThat(sick.code()).isEqualTo(1);
        assertThat(sick.out()).isEqualTo("""
                severe  client-flow: client shop
                    It has a step. People are locked out.
                    Bind another. (magento-links doctor --fix client-flow)
                1 severe, 0 warnings, 0 notes.
                """);
        assertThat(warned.code()).isZero();
        assertThat(well.out()).isEqualTo("Nothing was found.\n");
    }

    @Test
    void fixesWhatDoctorFound() {
        // given
        String fixed =
                "{\"check\":\"client-flow\",\"dryRun\":%s,\"fixed\":[{\"subject\":\"client shop\"}],\"left\":[]}";
        terminal.typing("s3cret").run(login());

        // when
        server.answer(200, String.format(fixed, "true")).answer(200, String.format(fixed, "false"));
        Ran plan = terminal.run("doctor", "--fix", "client-flow", "--dry-run");
        Ran done = terminal.run("doctor", "--fix", "client-flow");

        // then
        assertThat(plan.out()).isEqualTo("Would mend: client shop\nNothing was changed: it was a dry run.\n");
        assertThat(done.out()).isEqualTo("Mended: client shop\n");
        assertThat(done.code()).isZero();
        assertThat(server.calls())
                .extracting(TestServer.Asked::call)
                .containsExactly(
                        "POST /admin/realms/shop/magento/doctor/client-flow/fix?dryRun=true",
                        "POST /admin/realms/shop/magento/doctor/client-flow/fix?dryRun=false");
    }

    @Test
    void saysWhereSecretMayComeFrom() {
        Ran ran = terminal.run(login());

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("KC_CLI_CLIENT_SECRET").contains("--secret-file");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void refusesSecretFileThatCannotBeReadOrHasSeveralLines() throws IOException {
        Path lines = Files.writeString(home.resolve("lines"), "a\nb\n");

        assertThat(terminal.run(login("--secret-file", lines.toString())).code())
                .isEqualTo(2);
        assertThat(terminal.run(login("--secret-file", home.resolve("none").toString()))
                        .err())
                .contains("The secret cannot be read");
    }

    @Test
    void saysWhyServerDoesNotLetClientSignIn() {
        server.token(401, "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid client\\u001b[2J\"}");

        Ran ran = terminal.typing("wrong").run(login());

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err())
                .contains("(unauthorized_client: Invalid client?[2J)")
                .hasLineCount(1);
        assertThat(terminal.configuration()).doesNotExist();
    }

    /** RFC 8628, 3.5: each time it is told to be slower, five seconds more. */
    @Test
    void waitsForDeviceAsServerAsks() {
        // given
        server.token(
                200,
                "{\"device_code\":\"dc\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":\"https://a/device\","
                        + "\"verification_uri_complete\":\"https://a/device?user_code=ABCD-EFGH\",\"expires_in\":600,"
                        + "\"interval\":3}");
        server.token(400, "{\"error\":\"authorization_pending\"}");
        server.token(400, "{\"error\":\"slow_down\"}");
        server.token(400, "{\"error\":\"authorization_pending\"}");

        // when
        Ran ran = terminal.run(login("--device"));

        // then
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).contains("https://a/device?user_code=ABCD-EFGH").contains("shows the code ABCD-EFGH");
        assertThat(terminal.pauses()).extracting(Duration::toSeconds).containsExactly(3L, 3L, 8L, 8L);

        // when: later the refresh token gives another token
        terminal.pass(Duration.ofMinutes(10));
        server.answer(200, COVERAGE);
        terminal.run("status", "--quick");

        // then
        assertThat(server.asked()).anyMatch(request -> request.body().contains("refresh_token=refresh-1"));

        // when: the session is over
        terminal.pass(Duration.ofHours(20));
        server.token(400, "{\"error\":\"invalid_grant\"}");
        Ran over = terminal.run("status", "--quick");

        // then
        assertThat(over.code()).isEqualTo(3);
        assertThat(over.err()).contains("The sign-in is over.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"access_denied | was not allowed", "expired_token | in time", "invalid_client | does not let"})
    void endsWaitingForDeviceThatWillNotCome(String error, String sentence) {
        server.token(200, "{\"device_code\":\"dc\",\"user_code\":\"A\",\"verification_uri\":\"https://a/device\"}");
        server.token(400, "{\"error\":\"" + error + "\"}");

        Ran ran = terminal.run(login("--device"));

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({"401, 3", "403, 3", "400, 5", "404, 5", "409, 5", "302, 5", "429, 4", "500, 4", "503, 4"})
    void exitsByWhatServerAnswers(int status, int code) {
        // given: a token that is not taken is renewed once
        server.problem(status, "The reason.");
        server.problem(status, "The reason.");

        // when
        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("status"));

        // then
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.err()).startsWith("magento-links: ").hasLineCount(1);
        assertThat(server.calls()).hasSize(status == 401 ? 2 : 1);
    }

    @Test
    void saysThatServerIsAway() {
        server.close();

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("status"));

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err())
                .isEqualTo("magento-links: " + server.address() + " cannot be reached: the connection was refused.\n");
    }

    @Test
    void saysThatNobodyAnswersLikeKeycloak() {
        server.token(404, "<html>").answer(200, "<html>").answer(404, "{\"error\":\"HTTP 404 Not Found\"}");
        terminal.with(Session.SECRET, "x");

        assertThat(terminal.run(noConfig("status")).err()).contains("nobody answers like a Keycloak");
        assertThat(terminal.run(noConfig("status")).err()).contains("nobody answers like a Keycloak");
        assertThat(terminal.run(noConfig("status")).err()).contains("Is magento-provider.jar in it");
    }

    @Test
    void allowsHttpToAnotherMachineOnlyWithWarning() {
        Ran ran = terminal.with(Session.SECRET, "x")
                .run("status", "--no-config", "--insecure-http", "--server", "http://sso.invalid", "--realm", "a");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).startsWith("Warning: by http everybody").contains("there is no host of this name");
    }

    @Test
    void refusesTruststoreWithoutCertificates() throws IOException {
        Path file = Files.writeString(home.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\nnone\n");

        assertThat(terminal.run(login("--truststore", file.toString())).err())
                .contains("No certificate can be read from");
    }

    @Test
    void tellsWhoWouldBeStopped() {
        server.answer(
                200,
                "{\"at\":\"2027-04-01T00:00:00Z\",\"reportOnly\":true,\"stopped\":{\"total\":1200,"
                        + "\"linkRequired\":1000,\"loginRequired\":200},\"withoutSignIn\":30,\"ways\":{\"upstream\":0,"
                        + "\"local\":900},\"cohorts\":[],\"applications\":[{\"clientId\":\"shop\",\"stopped\":"
                        + "{\"total\":7,\"linkRequired\":7,\"loginRequired\":0}}],\"signInsSince\":\"2027-01-01\"}");

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("preview", "--at", "2027-04-01"));

        assertThat(ran.code()).isZero();
        assertThat(server.calls().get(0).call())
                .isEqualTo("GET /admin/realms/shop/magento/preview?at=2027-04-01T00%3A00%3A00Z");
        assertThat(ran.out())
                .contains("as it is, nobody is stopped")
                .contains("1,200 accounts: 1,000 not linked, 200 linked")
                .contains("30 of them, as far as is known since 2027-01-01")
                .contains("local: 900")
                .contains("shop: 7 accounts")
                .doesNotContain("upstream");
    }

    @Test
    void listsWhoWouldBeStoppedInApplication() {
        server.answer(200, "\"userId\"\r\n\"a\"\r\n");

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("preview", "--application", "shop"));

        assertThat(ran.code()).isZero();
        assertThat(server.calls().get(0).call())
                .isEqualTo("GET /admin/realms/shop/magento/preview/export?format=csv&client=shop");
        assertThat(ran.out()).contains("\"a\"");
    }

    @Test
    void tellsHowMagentoComFares() {
        server.answer(
                200,
                "{\"health\":\"fails\",\"since\":\"2027-04-01T00:00:00Z\",\"lastFailure\":{\"at\":"
                        + "\"2027-04-01T00:01:00Z\",\"fault\":\"timeout\"},\"outage\":{\"declared\":true,\"until\":"
                        + "\"2027-04-01T04:00:00Z\",\"reason\":\"Fire\"}}");

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("outage"));

        assertThat(ran.code()).isZero();
        assertThat(server.calls().get(0).call()).isEqualTo("GET /admin/realms/shop/magento/upstream");
        assertThat(ran.out())
                .contains("Magento.com: fails since 2027-04-01T00:00:00Z")
                .contains("timeout at 2027-04-01T00:01:00Z")
                .contains("An outage is declared until 2027-04-01T04:00:00Z: Fire");
    }

    @Test
    void declaresOutageAndEndsIt() {
        server.answer(
                200,
                "{\"declared\":true,\"until\":\"2027-04-01T04:00:00Z\","
                        + "\"accounts\":{\"linked\":2000,\"admitted\":1998}}");
        server.answer(200, "{\"declared\":false,\"accounts\":{\"linked\":2000,\"admitted\":1998}}");

        Ran declared = terminal.with(Session.SECRET, "x")
                .run(noConfig("outage", "--until", "2027-04-01T04:00:00Z", "--reason", "Fire", "--dry-run"));
        Ran ended = terminal.with(Session.SECRET, "x").run(noConfig("outage", "--end"));

        assertThat(server.calls().get(0).call()).isEqualTo("POST /admin/realms/shop/magento/outage?dryRun=true");
        assertThat(server.calls().get(0).body()).contains("\"reason\":\"Fire\"", "2027-04-01T04:00:00Z");
        assertThat(declared.out())
                .contains("Would be declared until 2027-04-01T04:00:00Z: the passwords of 1,998 of 2,000")
                .contains("Nothing was changed");
        assertThat(server.calls().get(1).call()).isEqualTo("DELETE /admin/realms/shop/magento/outage?dryRun=false");
        assertThat(ended.out()).contains("Ended.");
    }

    @Test
    void tellsWhomCampaignWouldReachAndStartsIt() {
        String reach = "\"reach\":{\"accounts\":81204,\"unwritable\":1177,\"atOnce\":1000,\"minutes\":4,"
                + "\"deadlines\":[],\"reportOnly\":true,\"page\":\"https://shop.example/user\"}";
        server.answer(200, "{\"dryRun\":true," + reach + "}");
        server.answer(200, "{\"dryRun\":false,\"campaign\":{\"id\":\"c1\"}," + reach + "}");

        Ran told = terminal.with(Session.SECRET, "x")
                .run(noConfig("campaign", "start", "--days", "30,7", "--group", "/staff", "--dry-run"));
        Ran started = terminal.with(Session.SECRET, "x").run(noConfig("campaign", "start", "--per-minute", "60"));

        assertThat(server.calls().get(0).call()).isEqualTo("POST /admin/realms/shop/magento/campaigns?dryRun=true");
        assertThat(server.calls().get(0).body()).contains("\"days\":[30,7]", "\"group\":\"/staff\"");
        assertThat(told.out())
                .contains("Would write to 81,204 accounts, 1,000 of them at once, in 4 minutes at the least.")
                .contains("1,177 more have no address")
                .contains("only reports")
                .contains("Nothing was changed");
        assertThat(server.calls().get(1).body()).contains("\"perMinute\":60").doesNotContain("days");
        assertThat(started.out()).contains("Started: campaign c1.");
    }

    @Test
    void tellsOfCampaignsAndChangesThem() {
        String campaign = "{\"id\":\"c1\",\"state\":\"stopped\",\"startedAt\":\"2027-04-01T00:00:00Z\","
                + "\"fault\":\"mail-server\",\"mails\":{\"sent\":4021,\"waiting\":5,\"skipped\":1,\"failed\":2,"
                + "\"doubtful\":3}}";
        server.answer(200, "{\"campaigns\":[" + campaign + "],\"next\":\"1~c1\"}");
        server.answer(200, "{\"campaigns\":[]}");
        server.answer(200, campaign);
        server.answer(
                200,
                "{\"mails\":[{\"userId\":\"8f16\",\"days\":7,\"state\":\"doubtful\",\"reason\":\"interrupted\","
                        + "\"changedAt\":\"2027-04-01T00:00:00Z\"}]}");
        server.answer(200, "{\"language\":\"fr\",\"subject\":\"Reliez\",\"text\":\"Le lien\",\"html\":\"<p>\"}");

        Ran list = terminal.with(Session.SECRET, "x").run(noConfig("campaign", "list"));
        Ran stop = terminal.with(Session.SECRET, "x").run(noConfig("campaign", "stop", "c1"));
        Ran mails = terminal.with(Session.SECRET, "x").run(noConfig("campaign", "mails", "c1", "--state", "doubtful"));
        Ran mail = terminal.with(Session.SECRET, "x").run(noConfig("campaign", "mail", "--locale", "fr"));

        assertThat(list.out())
                .contains("stopped  c1")
                .contains("4,021 sent, 5 waiting")
                .contains("; mail-server");
        assertThat(server.calls().get(2).call()).isEqualTo("POST /admin/realms/shop/magento/campaigns/c1/stop");
        assertThat(stop.out()).contains("3 doubtful");
        assertThat(mails.out()).contains("doubtful account 8f16, 7 days before").contains("interrupted");
        assertThat(mail.out()).contains("Subject: Reliez").contains("Le lien");
    }

    @Test
    void tellsForecast() {
        server.answer(
                200,
                "{\"at\":\"2027-04-01T00:00:00Z\",\"accounts\":3000,\"linked\":998,\"exempt\":2,\"unlinked\":2000,"
                        + "\"connectedPerDay\":12.5,\"expected\":{\"unlinked\":1500,\"low\":1400,\"high\":1600,"
                        + "\"known\":true},\"unreachable\":{\"noAddress\":1,\"unverifiedAddress\":2,\"noSignIn\":3,"
                        + "\"neither\":0}}");

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("forecast"));

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("12.5 connect a day")
                .contains("1,500, nine times of ten 1,400 to 1,600, at 2027-04-01T00:00:00Z");
    }

    @Test
    void tellsWhatBecameOfInvitationsOfCall() {
        server.answer(
                200,
                "{\"invitations\":[{\"id\":\"i1\",\"userId\":\"8f16\",\"state\":\"done\",\"call\":\"spring\","
                        + "\"invitedAt\":\"2027-04-01T00:00:00Z\"},{\"id\":\"i2\",\"userId\":\"9a01\","
                        + "\"state\":\"sent\",\"invitedAt\":\"2027-04-01T00:00:00Z\"}],\"next\":\"1~i2\"}");
        server.answer(
                200,
                "{\"invitations\":[{\"id\":\"i3\",\"userId\":\"7c22\",\"state\":\"failed\",\"call\":\"spring\","
                        + "\"reason\":\"mail-failed\",\"invitedAt\":\"2027-03-01T00:00:00Z\"}]}");

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("invitations", "--call", "spring"));

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("done       i1, account 8f16")
                .contains("failed     i3, account 7c22")
                .contains("mail-failed")
                .contains("1 done, 1 failed.")
                .doesNotContain("i2");
        assertThat(server.calls().get(1).call()).contains("after=1%7Ei2").contains("max=1000");
    }

    @Test
    void tellsWhyPersonCannotSignIn() {
        server.answer(200, "{\"identities\":[{\"userId\":\"8f16\",\"username\":\"grace\"}]}");
        server.answer(
                200,
                "{\"sentence\":\"No: this account is disabled.\",\"ways\":[{\"way\":\"local\",\"outcome\":\"pass\","
                        + "\"reason\":\"not-due\",\"opens\":false}],\"refusals\":[{\"at\":\"2027-04-01T00:00:00Z\","
                        + "\"reason\":\"link-required\",\"reference\":\"M-7F3K-Q2XD\"}],\"remedies\":[{\"remedy\":"
                        + "\"enable-account\",\"method\":\"PUT\",\"path\":\"/admin/realms/shop/users/8f16\","
                        + "\"body\":{\"enabled\":true}}]}");

        Ran ran = terminal.with(Session.SECRET, "x")
                .run(noConfig("diagnose", "Grace", "--application", "app", "--at", "2027-06-30"));

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("No: this account is disabled.")
                .contains("local: pass (not-due), not open")
                .contains("link-required, M-7F3K-Q2XD")
                .contains("enable-account, PUT /admin/realms/shop/users/8f16 {\"enabled\":true}");
    }

    /** An export that did not come to its end leaves no file that looks whole. */
    @Test
    void writesNoHalfExport() throws IOException {
        // given
        server.breakOff("\"userId\"\n\"1\"\n");
        Path out = Files.writeString(home.resolve("list.csv"), "the last one");

        // when
        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("export", "--out", out.toString()));

        // then
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("was broken off");
        assertThat(Files.readString(out)).isEqualTo("the last one");
        assertThat(home.resolve("list.csv.part")).doesNotExist();
    }

    @Test
    void callsAgainUntilTakeOverIsComplete() {
        // given
        server.answer(200, adoption(false, 400, 0));
        server.answer(200, adoption(false, 500, 400));
        server.answer(200, adoption(true, 100, 900));

        // when
        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("adopt", "magento"));

        // then
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .isEqualTo("Took over the provider magento: 1,000 links came into the registry, 0 were there, 0 stay"
                        + " out.\n");
    }

    @Test
    void endsTakeOverThatComesNoFurther() {
        server.answer(200, adoption(false, 0, 400));
        server.answer(200, adoption(false, 0, 400));

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("adopt", "magento"));

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("comes no further");
    }

    @Test
    void appliesRolloutOfFileAndWritesOne() throws IOException {
        // given
        Path file = Files.writeString(home.resolve("rollout.json"), "{\"cohorts\":[]}");
        server.answer(
                200, "[{\"kind\":\"setting\",\"name\":\"linkMaxSkips\",\"outcome\":\"changed\",\"from\":3,\"to\":5}]");
        server.answer(200, "{\"cohorts\":[{\"group\":\"/Caf\u00e9\"}]}");
        terminal.with(Session.SECRET, "x");

        // when
        Ran applied = terminal.run(noConfig("rollout", "apply", file.toString(), "--dry-run"));
        Path out = home.resolve("kept/rollout.json");
        Ran got = terminal.run(noConfig("rollout", "get", "--out", out.toString()));

        // then
        assertThat(applied.out())
                .isEqualTo("changed   setting linkMaxSkips, from 3, to 5\nNothing was changed: it was a dry run.\n");
        assertThat(server.calls().get(0).call()).isEqualTo("PUT /admin/realms/shop/magento/rollout?dryRun=true");
        assertThat(server.calls().get(0).body()).isEqualTo("{\"cohorts\":[]}");
        assertThat(got.code()).isZero();
        assertThat(Files.readString(out)).contains("\"/Caf\u00e9\"").endsWith("}\n");

        // when: it is no JSON, or none of the two was asked for
        Files.writeString(file, "{\n,}");
        assertThat(terminal.run(noConfig("rollout", "apply", file.toString())).err())
                .contains("is not JSON, from line 2 on");
        assertThat(terminal.run("rollout").err()).contains("Which one, get or apply?");
        assertThat(terminal.run("rollout", "apply", "--help").out()).contains("--no-config");
    }

    @Test
    void importsLongBundleInParts() throws IOException {
        // given: a file that the server does not take at once
        String line = "{\"type\":\"link\",\"account\":\"" + "x".repeat(100_000) + "\"}\n";
        Path file = Files.writeString(home.resolve("bundle.ndjson"), line.repeat(100));
        server.answer(204, "").answer(204, "");
        server.answer(200, bundle(false, 60, 0));
        server.answer(200, bundle(true, 40, 60));

        // when
        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("bundle", "import", file.toString()));

        // then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("Signed with the key a-fingerprint\nlinks       100 put back, 0 there, 0 left\n")
                .contains("1 entry, head abc: imported");
        assertThat(server.calls()).hasSize(4);
        assertThat(server.calls().get(0).call())
                .matches("PUT /admin/realms/shop/magento/bundle/uploads/[-0-9a-f]{36}/1");
        assertThat(server.calls().get(1).call()).endsWith("/2");
        assertThat(server.calls().get(0).body() + server.calls().get(1).body()).isEqualTo(line.repeat(100));
        assertThat(server.calls().get(3).call())
                .contains("/magento/bundle?")
                .contains("upload=")
                .contains("dryRun=false");
    }

    @Test
    void importsShortBundleAtOnceAndTellsWhatIsLeft() throws IOException {
        Path file = Files.writeString(home.resolve("bundle.ndjson"), "{\"type\":\"header\"}\n");
        server.answer(
                200,
                "{\"complete\":true,\"left\":[{\"kind\":\"link\",\"obstacle\":\"unknown-account\",\"count\":2,"
                        + "\"examples\":[\"an-id\"]}]}");

        Ran ran = terminal.with(Session.SECRET, "x").run(noConfig("bundle", "import", file.toString(), "--dry-run"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("Left to you: 2 link, unknown-account, such as an-id");
        assertThat(server.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.body()).isEqualTo("{\"type\":\"header\"}\n"));
    }

    private static String bundle(boolean complete, int imported, int unchanged) {
        return "{\"complete\":" + complete + ",\"signedBy\":{\"key\":\"a-fingerprint\"},\"links\":{\"imported\":"
                + imported + ",\"unchanged\":" + unchanged
                + ",\"left\":0},\"ledgers\":[{\"entries\":1,\"head\":\"abc\",\"state\":\"imported\"}],\"left\":[]}";
    }

    private static String adoption(boolean complete, int adopted, int present) {
        return "{\"alias\":\"magento\",\"complete\":" + complete + ",\"links\":{\"adopted\":" + adopted
                + ",\"present\":" + present + ",\"left\":0},\"blockers\":[],\"notes\":[],\"left\":[]}";
    }

    private static Object[] wrongUse(String sentence, String... arguments) {
        return new Object[] {sentence, List.of(arguments)};
    }

    private String[] login(String... more) {
        return joined(List.of("login", "--server", server.address() + "/", "--realm", "shop"), List.of(more));
    }

    private String[] noConfig(String... command) {
        return joined(List.of(command), List.of("--no-config", "--server", server.address(), "--realm", "shop"));
    }

    private static String[] joined(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toArray(String[]::new);
    }
}
