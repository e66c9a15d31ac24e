package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import cloud.magento.accounts.broker.links.TestTerminal;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Operator.Credentials;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator takes a realm that is in use through the roll-out by {@code magento-links} alone. */
class LinksCommandIT {
    private static final String ALIAS = "magento";
    private static final String SECRET = "KC_CLI_CLIENT_SECRET";

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path home;

    private final String name = "command-" + UUID.randomUUID();
    private RealmAdmin admin;
    private TestTerminal terminal;

    @BeforeEach
    void aRealmInUse() {
        stage.broker().server().post("", Map.of("realm", name, "enabled", true, "adminEventsEnabled", true));
        BrokerRealm realm = stage.broker().realm(name).introduceTo(stage.magento());
        admin = realm.admin();
        assertThat(admin.tryToCreateProvider(stock()).status()).isEqualTo(201);
        terminal = new TestTerminal(home);
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void takesRealmOverAndGivesItBack() throws IOException {
        // given: a script's client, which signs in by its secret
        Account ada = linked("Ada");
        Account lee = admin.create(Account.called("Lee"));
        Credentials credentials = Operator.register(stage.broker(), name, "realm-admin");
        terminal.with(SECRET, credentials.secret());
        assertThat(run("login", "--server", server(), "--realm", name, "--client", credentials.clientId())
                        .code())
                .isZero();

        // then: there is nothing to tell of yet, and the set-up proposes the take-over
        assertThat(run("status").code()).isEqualTo(3);
        assertThat(run("setup", "--dry-run").out()).contains("proposed  adoption magento (take it over:");
        assertThat(run("setup").code()).isZero();
        Ran without = run("status");
        assertThat(without.code()).isEqualTo(5);
        assertThat(without.err()).contains("This realm has no provider");

        // when
        Ran plan = run("adopt", ALIAS, "--dry-run");
        assertThat(providerType()).isEqualTo("oidc");
        Ran done = run("adopt", ALIAS);

        // then
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("Would take over the provider magento: 1 link would come into the registry")
                .contains("Nothing was changed");
        assertThat(done.out())
                .contains("Took over the provider magento: 1 link came into the registry, 0 were there, 0 stay out.");
        assertThat(providerType()).isEqualTo("magento");
        assertThat(run("adopt", ALIAS, "--json").out()).contains("\"adopted\":0,\"present\":1");
        assertThat(run("status").out())
                .contains("only reports")
                .contains("2 accounts, 1 linked")
                .contains("Tables      agree");

        // when: a link is removed while nobody of ours hears of it
        stage.broker().database().update("delete from FEDERATED_IDENTITY where USER_ID = ?", ada.id());
        admin.clearUserCache();

        // then
        Ran named = run("status", "--json");
        assertThat(named.code()).isEqualTo(1);
        assertThat(json(named.out()).at("/reconcile/notInKeycloak").asInt()).isEqualTo(1);
        assertThat(run("reconcile", "--dry-run").code()).isEqualTo(1);
        Ran mended = run("reconcile");
        assertThat(mended.code()).isZero();
        assertThat(mended.out()).contains("Mended: 1 link only in the registry (notInKeycloak)");
        assertThat(run("reconcile").out()).isEqualTo("The tables agree.\n");

        // when: the roll-out is kept as a document
        Path rollout = home.resolve("rollout.json");
        assertThat(run("rollout", "get", "--out", rollout.toString()).code()).isZero();
        String document = Files.readString(rollout);
        Files.writeString(rollout, document.replaceFirst("\"linkMaxSkips\" : [^,]*", "\"linkMaxSkips\" : 7"));
        Ran applied = run("rollout", "apply", rollout.toString(), "--json");

        // then
        assertThat(document).contains("\"linkReportOnly\" : true");
        assertThat(applied.out()).contains("{\"kind\":\"setting\",\"name\":\"linkMaxSkips\",\"outcome\":\"changed\"");
        assertThat(run("rollout", "apply", rollout.toString()).out())
                .contains("unchanged")
                .doesNotContain("changed   ");

        // when: it would stop people
        Path enforcing = home.resolve("enforcing.json");
        Files.writeString(enforcing, document.replace("\"linkReportOnly\" : true", "\"linkReportOnly\" : false"));
        Ran refused = run("rollout", "apply", enforcing.toString(), "--dry-run");
        Ran meant = run("rollout", "apply", enforcing.toString(), "--dry-run", "--override", "Ticket 4712");

        // then
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.err()).contains("2 accounts would be stopped at once");
        assertThat(meant.code()).isZero();

        // when: one person is let through, by name and by address
        Ran exempted = run("exempt", "--email", lee.email(), "--until", "2999-01-01", "--reason", "Ticket 4711");
        Ran ended = run("unexempt", "--username", lee.username(), "--json");

        // then
        assertThat(exempted.out()).isEqualTo(lee.email() + " is exempt until 2999-01-01T00:00:00Z.\n");
        assertThat(ended.out()).isEqualTo("{\"userId\":\"" + lee.id() + "\",\"ended\":true}\n");
        assertThat(new Ledger(stage.broker(), name).of(lee, "exemption-granted"))
                .hasSize(1);
        assertThat(run("unexempt", "--id", lee.id()).out()).contains("was not exempt");
        assertThat(run("unexempt", "--username", "nobody").code()).isEqualTo(5);

        // when
        Ran back = run("adopt", ALIAS, "--undo");

        // then
        assertThat(back.code()).isZero();
        assertThat(providerType()).isEqualTo("oidc");
        assertThat(run("adopt", ALIAS, "--undo").code()).isEqualTo(5);
    }

    @Test
    void importsExportsAndUnlinksByFiles() throws IOException {
        // given: a file of two parts, with a quoted line break, a row that fails, and rows after it
        takeOver();
        Account ada = admin.create(Account.called("Ada"));
        Account lee = admin.create(Account.called("Lee"));
        List<String> rows = new ArrayList<>(List.of(
                "username,subject,upstreamUsername",
                ada.username() + ",subject-of-ada,Ada",
                "nobody,subject-of-nobody,\"No\nbody\""));
        IntStream.range(0, 50)
                .forEach(i -> rows.add(ada.username() + ",subject-of-ada,\"" + "x".repeat(100_000) + "\""));
        rows.add(lee.username() + ",subject-of-lee,Lee");
        Path file = Files.write(home.resolve("links of 2027.csv"), rows);

        // when
        Ran plan = run("import", file.toString(), "--dry-run", "--json");
        assertThat(admin.federatedIdentities(ada)).isEmpty();
        Ran done = run("import", file.toString(), "--json");

        // then: each row is answered with its line in the file
        assertThat(plan.code()).as(plan.err()).isEqualTo(1);
        assertThat(done.code()).as(done.err()).isEqualTo(1);
        List<JsonNode> answers = done.out().lines().map(LinksCommandIT::json).toList();
        assertThat(answers).hasSize(54);
        assertThat(answers.get(0).toString())
                .isEqualTo("{\"line\":2,\"result\":\"linked\",\"id\":\"" + ada.id() + "\"}");
        assertThat(answers.get(1).get("line").asInt()).isEqualTo(3);
        assertThat(answers.get(1).get("error").asText()).isEqualTo("account-unknown");
        assertThat(answers.get(52).get("line").asInt()).isEqualTo(55);
        assertThat(answers.get(52).get("result").asText()).isEqualTo("linked");
        assertThat(answers.get(53).get("rows").asInt()).isEqualTo(53);
        assertThat(admin.federatedIdentities(lee)).hasSize(1);

        // when: once more
        Ran again = run("import", file.toString());

        // then
        assertThat(again.err()).startsWith("Line 3, account-unknown: ");
        assertThat(again.out()).contains("1 failed, ").doesNotContain("linked");

        // when
        Path list = home.resolve("list.ndjson");
        Ran exported = run("export", "--format", "ndjson", "--state", "linked", "--out", list.toString());

        // then
        assertThat(exported.out()).isEqualTo("Wrote 2 accounts to " + list + ".\n");
        assertThat(Files.readAllLines(list))
                .extracting(line -> json(line).get("username").asText())
                .containsExactlyInAnyOrder(ada.username(), lee.username());
        assertThat(run("export").out()).startsWith("\"userId\",\"username\"").hasLineCount(3);
        assertThat(run("export", "--cohort", "no-such").code()).isEqualTo(5);

        // when
        Path leavers = Files.writeString(home.resolve("leavers.ndjson"), "{\"subject\":\"subject-of-lee\"}\n");
        Ran unlinked = run("unlink", leavers.toString());

        // then
        assertThat(unlinked.out()).isEqualTo("1 row: 1 unlinked.\n");
        assertThat(admin.federatedIdentities(lee)).isEmpty();
        assertThat(new Ledger(stage.broker(), name).verify().get("whole").asBoolean())
                .isTrue();
    }

    /** The command asks once in vain before the person allows it in a browser. */
    @Test
    void signsPersonInByDeviceAndRenewsThat() {
        // given: a public client of the master realm, for administrators
        String client = "links-" + UUID.randomUUID();
        RealmAdmin master = stage.broker().server().realm("master");
        master.createClient(Map.of(
                "clientId",
                client,
                "publicClient",
                true,
                "standardFlowEnabled",
                false,
                "attributes",
                Map.of("oauth2.device.authorization.grant.enabled", "true", "oauth2.device.polling.interval", "1")));
        try {
            terminal.waitingIndeed(() -> {
                if (terminal.pauses().size() == 2) {
                    allow(terminal.messages());
                }
            });

            // when
            Ran ran =
                    run("login", "--device", "--server", server(), "--realm", "master", "-r", name, "--client", client);

            // then
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("on behalf of a person").contains("Commands work on the realm " + name);
            assertThat(terminal.pauses()).extracting(Duration::toSeconds).containsExactly(1L, 1L);

            // when: the token is over, and another realm is named
            terminal.pass(Duration.ofMinutes(5));
            Ran setup = run("setup", "--json");

            // then
            assertThat(setup.code()).as(setup.err()).isZero();
            assertThat(json(setup.out()).isArray()).isTrue();
            assertThat(run("setup", "--dry-run", "-r", "no-such-realm").err())
                    .contains("There is no realm no-such-realm");

            // when: signed out, with the session at the server
            String refresh = refreshToken();
            assertThat(run("logout").code()).isZero();

            // then
            new Http()
                    .post(
                            stage.broker().url("/realms/master/protocol/openid-connect/token"),
                            Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", refresh))
                    .expecting(400);
        } finally {
            JsonNode found = stage.broker().server().get("/master/clients", Map.of("clientId", client));
            stage.broker()
                    .server()
                    .delete("/master/clients/" + found.get(0).get("id").asText());
        }
    }

    /** As it is shipped: in a folder with spaces in its name, in which it writes nothing. */
    @Test
    void runsAsShippedAndTellsScriptsByExitCode() throws Exception {
        // given
        Path folder = Files.createDirectories(home.resolve("a server/bin"));
        Path script =
                Files.copy(ShippedCommand.DISTRIBUTION.resolve("bin/magento-links"), folder.resolve("magento-links"));
        Path server = home.resolve("a server");
        Files.createSymbolicLink(server.resolve("lib"), ShippedCommand.DISTRIBUTION.resolve("lib"));
        Files.createSymbolicLink(server.resolve("tools"), ShippedCommand.DISTRIBUTION.resolve("tools"));
        Path link = Files.createSymbolicLink(home.resolve("links"), script);
        takeOver();
        Credentials credentials = Operator.register(stage.broker(), name, "manage-magento-links", "manage-users");
        Path secret = Files.writeString(home.resolve("the secret"), credentials.secret() + "\n");
        Path file = Files.writeString(home.resolve("links.csv"), "username,subject\nnobody,1\n");

        // when
        Ran failedRow = shipped(link, Map.of())
                .run(
                        file,
                        "import",
                        "-",
                        "--no-config",
                        "--server",
                        server(),
                        "--realm",
                        name,
                        "--client",
                        credentials.clientId(),
                        "--secret-file",
                        secret);
        Ran noJava =
                shipped(link, Map.of("MAGENTO_LINKS_OPTS", "-XX:+NoSuchOption")).run(null, "--help");
        Ran version = shipped(link, Map.of()).run(null, "--version");

        // then
        assertThat(failedRow.code()).as(failedRow.err()).isEqualTo(1);
        assertThat(failedRow.out()).isEqualTo("1 row: 1 failed.\n");
        assertThat(failedRow.err()).startsWith("Line 2, account-unknown: ").doesNotContain("\u001b");
        assertThat(noJava.code()).isEqualTo(2);
        assertThat(version.out()).matches("magento-links \\d.*\n");
        try (Stream<Path> files = Files.walk(server)) {
            assertThat(files).hasSize(5);
        }
    }

    private ShippedCommand shipped(Path script, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("HOME", home.toString());
        return new ShippedCommand(home, script, all);
    }

    private Ran run(String... arguments) {
        return terminal.run(arguments);
    }

    private void takeOver() {
        Credentials credentials = Operator.register(stage.broker(), name, "realm-admin");
        terminal.with(SECRET, credentials.secret());
        run("login", "--server", server(), "--realm", name, "--client", credentials.clientId());
        assertThat(run("setup").code()).isZero();
        assertThat(run("adopt", ALIAS).code()).isZero();
    }

    private String server() {
        return stage.broker().url("").toString();
    }

    private Account linked(String firstName) {
        Account account = admin.create(Account.called(firstName));
        admin.link(account, ALIAS, "subject-of-" + account.username(), firstName);
        return account;
    }

    private String providerType() {
        return admin.get("/identity-provider/instances/" + ALIAS)
                .get("providerId")
                .asText();
    }

    private String refreshToken() {
        try {
            return json(Files.readString(home.resolve(".magento-links/config.json")))
                    .at("/tokens/refresh")
                    .asText();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens the address that the command printed, signs in, and allows the device. */
    private static void allow(String messages) {
        Matcher address = Pattern.compile("http\\S+device\\S+").matcher(messages);
        assertThat(address.find()).as(messages).isTrue();
        Walker person = new Walker();
        Shown signIn = person.open(URI.create(address.group()));
        Shown consent = person.submit(signIn, Map.of("username", "admin", "password", "admin"));
        Map<String, String> answer = new HashMap<>(Html.of(consent.page()).hiddenFields());
        answer.put("accept", "Yes");
        person.submit(consent, answer);
    }

    private Map<String, Object> stock() {
        URI metadata = URI.create(stage.magento().issuer() + "/.well-known/openid-configuration");
        JsonNode published = new Http().get(metadata).json();
        return Map.of(
                "alias",
                ALIAS,
                "providerId",
                "oidc",
                "config",
                Map.of(
                        "issuer", stage.magento().issuer(),
                        "authorizationUrl",
                                published.get("authorization_endpoint").asText(),
                        "tokenUrl", published.get("token_endpoint").asText(),
                        "userInfoUrl", published.get("userinfo_endpoint").asText(),
                        "jwksUrl", published.get("jwks_uri").asText(),
                        "clientId", stage.magento().client().id(),
                        "clientSecret", stage.magento().client().secret(),
                        "useJwksUrl", "true",
                        "validateSignature", "true",
                        "defaultScope", "openid profile email"));
    }

    private static JsonNode json(String text) {
        try {
            return Http.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
