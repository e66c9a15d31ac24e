package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Polling;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Why somebody can or cannot sign in, against what the sign-in then meets, and what comes of the remedy that is
 * offered.
 */
class DiagnosisIT {
    private static final String FUTURE = "2999-01-01T00:00:00Z";
    private static final String PAST = "2020-04-01T00:00:00Z";

    private static final Path API = Path.of("../spi-magento-provider/src/main/resources/openapi/magento-admin.json");
    private static final Set<String> RAN = ConcurrentHashMap.newKeySet();
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();
    private static final Set<String> FOLLOWED = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "diagnosed-" + UUID.randomUUID();
    private BrokerRealm realm;
    private RealmAdmin admin;
    private DemoApp shop;

    @BeforeEach
    void aRealm() {
        realm = stage.broker().further(name, stage.magento());
        admin = realm.admin();
        admin.sendMailThrough(stage.mailbox());
        shop = DemoApp.of(realm);
    }

    /**
     * A code that is new has to be met, and a remedy that is new has to be followed. Who runs a part of these stories
     * asks for nothing of the kind.
     */
    @AfterAll
    static void meetsEveryCodeAndFollowsEveryRemedy() throws IOException {
        Set<String> stories = Arrays.stream(DiagnosisIT.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
        JsonNode told = Http.JSON.readTree(API.toFile()).at("/components/schemas/Diagnosis/properties");
        if (RAN.equals(stories)) {
            assertThat(TOLD).containsExactlyInAnyOrderElementsOf(texts(told.at("/code/enum")));
            assertThat(FOLLOWED)
                    .containsExactlyInAnyOrderElementsOf(texts(told.at("/remedies/items/properties/remedy/enum")));
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @AfterEach
    void remember(TestInfo story) {
        story.getTestMethod().map(Method::getName).ifPresent(RAN::add);
    }

    @AfterEach
    void noRealm() {
        shop.close();
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void helpsWhoHasToConnect() {
        // given
        Person una = stage.person("Una");
        Account account = admin.create(Account.called("Una"));
        Account exempted = admin.create(Account.called("Exa"));

        // then
        JsonNode told = assertTold(account, "link-required", "after-connecting");
        assertThat(told.get("sentence").asText()).contains(PAST);
        assertThat(told.at("/ways/1/reason").asText()).isEqualTo("link-required");
        assertThat(entersLocally(account)).isFalse();
        assertPersonCan("connect", told);
        shop.passwordGrant(account).expecting(400);
        assertThat(diagnosis(account).at("/refusals/0/reason").asText()).isEqualTo("link-required");
        assertConnects(account, una);
        assertPersonCan("sign-in-upstream", assertTold(account, "login-required", "upstream-only"));
        assertThat(entersUpstream(una)).isTrue();

        // and
        follow(assertTold(exempted, "link-required", "after-connecting"), "exempt");
        assertTold(exempted, "exempt", "yes");
        assertThat(entersLocally(exempted)).isTrue();
    }

    @Test
    void helpsWhoseSignInIsTooWeak() {
        // given: nobody is stopped for want of a link yet
        policy(Map.of("linkEnforceFrom", FUTURE, "upstreamLevels", "2=strong", "requiredLevel", "2"));
        Person una = stage.magento().add(Person.called("Una").signingInBy(Map.of("acr", "strong")));
        Account account = admin.create(Account.called("Una"));

        // then
        JsonNode told = assertTold(account, "level-required", "after-connecting");
        assertThat(told.at("/ways/1/reason").asText()).isEqualTo("level-required");
        assertThat(entersLocally(account)).isFalse();
        assertPersonCan("connect", told);

        // when
        assertConnects(account, una);

        // then
        assertTold(account, "login-required", "upstream-only");
        assertThat(entersUpstream(una)).isTrue();
    }

    @Test
    void helpsWhoseLinkIsAstray() {
        // given: what happens to links while nobody of ours hears of it
        Person written = stage.person("Wim");
        Person removed = stage.person("Rita");
        Person other = stage.person("Ada");
        Account onlyInKeycloak = linked(written);
        Account onlyInRegistry = linked(removed);
        Account contradicted = linked(other);
        update("delete from MAGENTO_LINK where USER_ID = ?", onlyInKeycloak);
        update("delete from FEDERATED_IDENTITY where USER_ID = ?", onlyInRegistry);
        update("update FEDERATED_IDENTITY set FEDERATED_USER_ID = 'another' where USER_ID = ?", contradicted);

        // then
        JsonNode lost = assertTold(onlyInRegistry, "link-only-in-registry", "after-connecting");
        assertThat(lost.at("/link/tables").asText()).isEqualTo("only-registry");
        assertThat(entersLocally(onlyInRegistry)).isFalse();
        JsonNode unclear = assertTold(contradicted, "link-contradicted", "no");
        assertThat(entersLocally(contradicted)).isFalse();
        assertThat(entersUpstream(other)).isFalse();
        JsonNode unknown = assertTold(onlyInKeycloak, "link-only-in-keycloak", "upstream-only");
        assertThat(entersLocally(onlyInKeycloak)).isFalse();

        // when
        follow(unknown, "reconcile");
        follow(unclear, "remove-link");

        // then
        assertTold(onlyInKeycloak, "login-required", "upstream-only");
        assertThat(entersUpstream(written)).isTrue();
        assertTold(onlyInRegistry, "link-required", "after-connecting");
        assertConnects(onlyInRegistry, removed);
        assertTold(contradicted, "link-required", "after-connecting");
        assertConnects(contradicted, other);
    }

    @Test
    void helpsWhoseAccountOrApplicationIsShut() {
        // given
        Person ada = stage.person("Ada");
        Account account = linked(ada);
        admin.change(account, Map.of("enabled", false));
        Account exempt = exempt("Exa");
        changeClient(shop, Map.of("enabled", false));

        // then
        JsonNode disabled = assertTold(account, "account-disabled", "no");
        JsonNode shut = assertTold(exempt, "application-disabled", "no");
        assertThat(new Walker().open(shop.signIn()).page().status()).isEqualTo(400);
        assertThat(shop.hasNobodyComeBack()).isTrue();

        // when
        follow(shut, "enable-application");

        // then
        assertTold(exempt, "exempt", "yes");
        assertThat(entersLocally(exempt)).isTrue();
        assertThat(entersUpstream(ada)).isFalse();
        follow(disabled, "enable-account");
        assertTold(account, "login-required", "upstream-only");
        assertThat(entersUpstream(ada)).isTrue();
    }

    @Test
    void helpsWhoIsLockedOut() {
        // given
        admin.changeRealm(Map.of("failureFactor", 3, "quickLoginCheckMilliSeconds", 0));
        Account account = exempt("Exa");
        guess(account);
        Polling.until(() -> admin.isLocked(account), locked -> locked);

        // then
        JsonNode told = assertTold(account, "locked-for-a-while", "no");
        assertThat(told.at("/account/lockedUntil").asText()).isNotEmpty();
        assertThat(told.get("sentence").asText())
                .contains(told.at("/account/lockedUntil").asText());
        assertThat(entersLocally(account)).isFalse();
        follow(told, "unlock");
        assertTold(account, "exempt", "yes");
        assertThat(entersLocally(account)).isTrue();

        // when
        admin.changeRealm(Map.of("permanentLockout", true, "maxTemporaryLockouts", 0));
        guess(account);
        Polling.until(() -> admin.user(account.id()).get("enabled").asBoolean(), enabled -> !enabled);

        // then
        JsonNode forGood = assertTold(account, "locked-for-good", "no");
        assertThat(entersLocally(account)).isFalse();
        follow(forGood, "enable-account");
        assertTold(account, "exempt", "yes");
        assertThat(entersLocally(account)).isTrue();
    }

    @Test
    void helpsWhomMagentoComDoesNotLetIn() {
        // given
        Person ada = stage.person("Ada");
        Account account = linked(ada);
        admin.enableProvider(Broker.PROVIDER, false);

        // then
        JsonNode disabled = assertTold(account, "upstream-disabled", "no");
        assertThat(entersLocally(account)).isFalse();
        follow(disabled, "enable-provider");
        assertTold(account, "login-required", "upstream-only");
        assertThat(entersUpstream(ada)).isTrue();
        assertThat(diagnosis(account).at("/provider/health").asText()).isEqualTo("answers");

        // when: so many sign-ins fail that the node knows
        stage.magento().misbehave(Endpoint.TOKEN, WireFault.STATUS_503);
        for (int i = 0; i < 5; i++) {
            assertThat(entersUpstream(ada)).isFalse();
        }

        // then
        JsonNode down = assertTold(account, "upstream-unavailable", "no");
        follow(down, "exempt");
        assertTold(account, "exempt", "yes");
        assertThat(entersLocally(account)).isTrue();
    }

    @Test
    void helpsWhereSettingsStandInTheWay() {
        // given: an application with Keycloak's own flow, and an address that nobody can verify
        Person ada = stage.person("Ada");
        Account account = linked(ada);
        changeClient(shop, Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow("browser"))));

        // then
        JsonNode foreign = assertTold(account, "foreign-flow", "upstream-only");
        assertThat(typed(account).has("value=\"continue\"")).isFalse();
        follow(foreign, "mend-flow");
        assertTold(account, "login-required", "upstream-only");
        assertThat(typed(account).has("value=\"continue\"")).isTrue();
        assertThat(entersUpstream(ada)).isTrue();

        // when
        Account exempt = exempt("Exa");
        admin.change(exempt, Map.of("emailVerified", false));
        admin.changeRealm(Map.of("verifyEmail", true, "smtpServer", Map.of()));

        // then
        JsonNode unverified = assertTold(exempt, "email-unverified", "no");
        assertThat(entersLocally(exempt)).isFalse();
        follow(unverified, "verify-email");
        assertTold(exempt, "exempt", "yes");
        assertThat(entersLocally(exempt)).isTrue();

        // and: an application's own account
        String client = Operator.register(stage.broker(), name).clientId();
        String path = client(client).get("id").asText();
        String user = stage.broker()
                .server()
                .get("/" + name + "/clients/" + path + "/service-account-user")
                .get("id")
                .asText();
        assertThat(diagnosis(user).get("code").asText()).isEqualTo("client-account");
        TOLD.add("client-account");
    }

    @Test
    void tellsOfWhoMayComeIn() {
        // given
        Person lea = stage.person("Lea");
        Account linked = linked(lea);
        Person uma = stage.person("Uma");
        Account unlinked = admin.create(Account.called("Uma"));

        // when: nobody is asked yet
        policy(Map.of("linkEnforceFrom", FUTURE));

        // then
        assertTold(unlinked, "not-due", "yes");
        assertThat(entersLocally(unlinked)).isTrue();

        // when: people are reminded
        policy(Map.of("linkRemindFrom", PAST));

        // then
        assertTold(unlinked, "reminded", "yes");
        assertThat(skips(unlinked)).isTrue();
        policy(Map.of("linkReportOnly", "true"));
        assertTold(unlinked, "reported-reminder", "yes");
        assertThat(entersLocally(unlinked)).isTrue();

        // when: they put it off too often
        policy(Map.of("linkReportOnly", "false", "linkMaxSkips", "0"));

        // then
        assertTold(unlinked, "reminders-used-up", "after-connecting");
        assertThat(entersLocally(unlinked)).isFalse();

        // when: the deadline comes while the policy only reports
        policy(Map.of("linkReportOnly", "true", "linkRemindFrom", "", "linkMaxSkips", "", "linkEnforceFrom", PAST));

        // then
        assertTold(unlinked, "reported-link", "yes");
        assertThat(entersLocally(unlinked)).isTrue();
        assertTold(linked, "reported-login", "yes");
        assertThat(entersLocally(linked)).isTrue();
        assertThat(entersUpstream(lea)).isTrue();

        // when: Magento.com is one way of two
        policy(Map.of("linkReportOnly", "false", "primaryLogin", "preferred"));

        // then
        assertTold(linked, "linked", "yes");
        assertThat(entersLocally(linked)).isTrue();
        assertThat(entersUpstream(lea)).isTrue();
        admin.enableProvider(Broker.PROVIDER, false);
        JsonNode closed = assertTold(linked, "local-only", "local-only");
        assertThat(entersLocally(linked)).isTrue();
        follow(closed, "enable-provider");
        assertTold(linked, "linked", "yes");

        // and: later all that is asked again
        assertThat(told(linked.id(), Map.of("at", FUTURE)).get("at").asText()).isEqualTo(FUTURE);
        assertConnects(unlinked, uma);
    }

    @Test
    void helpsWhoHasNothingToSignInWith() {
        // given
        Person una = stage.person("Una");
        Account mailed = withoutPassword("Una");
        Account invited = withoutPassword("Ira");
        Account given = withoutPassword("Gil");

        // then
        JsonNode nothing = assertTold(mailed, "no-credential", "no");
        assertThat(nothing.at("/account/password").asBoolean()).isFalse();
        assertThat(entersLocally(mailed)).isFalse();

        // when: the mail by which a password is set
        follow(nothing, "send-password-mail");
        Walker walker = new Walker().signedInAt(stage.magento(), una);
        Shown mail = walker.open(stage.mailbox().await(mailed.email(), 1).link());
        Shown asked = walker.open(mail.link("/login-actions/action-token"));
        Shown preview = walker.submit(asked, Map.of("action", "connect"));
        walker.submit(preview, Map.of("action", "connect"));

        // then
        assertTold(mailed, "login-required", "upstream-only");
        assertThat(entersUpstream(una)).isTrue();

        // when: an invitation whose mail is proof enough
        Person ira = stage.person("Ira");
        follow(assertTold(invited, "no-credential", "no"), "invite-by-mail");
        Walker guest = new Walker().signedInAt(stage.magento(), ira);
        Shown invitation = guest.fill(
                guest.open(stage.mailbox().await(invited.email(), 1).link()),
                "form[action$=/magento/invitation]",
                Map.of());
        guest.submit(guest.submit(invitation, Map.of("action", "continue")), Map.of("action", "connect"));

        // then
        assertTold(invited, "login-required", "upstream-only");
        assertThat(entersUpstream(ira)).isTrue();

        // when: a password that somebody tells them
        Person gil = stage.person("Gil");
        follow(assertTold(given, "no-credential", "no"), "give-password", Map.of("value", given.password()));
        assertTold(given, "link-required", "after-connecting");
        assertConnects(given, gil);

        // then
        assertTold(given, "login-required", "upstream-only");
        assertThat(entersUpstream(gil)).isTrue();
    }

    @Test
    void helpsWhoLostTheirMagentoComAccount() {
        // given
        Person lost = stage.person("Lost");
        Person young = stage.person("Young");
        Account account = linked(lost);

        // when
        follow(assertTold(account, "login-required", "upstream-only"), "invite");
        Walker guest = new Walker().signedInAt(stage.magento(), young);
        Shown signIn = guest.fill(
                guest.open(stage.mailbox().await(account.email(), 1).link()),
                "form[action$=/magento/invitation]",
                Map.of());
        Shown invited = guest.submit(signIn, Map.of("username", account.username(), "password", account.password()));
        Shown atMagento = guest.submit(invited, Map.of("action", "continue"));
        Shown preview = guest.fill(
                atMagento, "form[action='/login']", Map.of("login", young.preferredUsername(), "action", "login"));
        guest.submit(preview, Map.of("action", "connect"));

        // then
        assertTold(account, "login-required", "upstream-only");
        assertThat(entersUpstream(young)).isTrue();
        assertThat(entersUpstream(lost)).isFalse();
    }

    @Test
    void tellsWhatAloneOpensAccountWithoutPassword() {
        // given
        Person lea = stage.person("Lea");
        Account account = withoutPassword("Lea");
        admin.link(account, Broker.PROVIDER, lea.subject(), lea.preferredUsername());
        policy(Map.of("primaryLogin", "preferred"));

        // then
        assertTold(account, "linked-without-credential", "upstream-only");
        assertThat(entersLocally(account)).isFalse();
        assertThat(entersUpstream(lea)).isTrue();
    }

    @Test
    void helpsWhileOutageIsDeclared() {
        // given
        Person ada = stage.person("Ada");
        Account account = admin.create(Account.called("Ada"));
        assertConnects(account, ada);
        assertTold(account, "login-required", "upstream-only");

        // when
        withRoles(body(Map.of("roles", List.of("manage-magento-links"))).get("roles"))
                .send(
                        "POST",
                        "/" + name + "/magento/outage",
                        Map.of(
                                "until",
                                Instant.now().plus(Duration.ofHours(1)).toString(),
                                "reason",
                                "Magento.com is being repaired"))
                .expecting(200);

        // then
        assertTold(account, "outage-declared", "yes");
        assertThat(entersLocally(account)).isTrue();
    }

    @Test
    void wantsRolesForItAndRecordsReading() {
        // given
        Account account = admin.create(Account.called("Una"));
        String path = "/" + name + "/magento/users/" + account.id() + "/diagnosis";
        Operator viewer = Operator.with(stage.broker(), name, "view-magento-links", "view-users");

        // then
        viewer.send("GET", path, Map.of()).expecting(200);
        viewer.send("GET", path + "?at=2001-01-01T00:00:00Z", Map.of()).expecting(400);
        viewer.send("GET", path + "?client=no-such", Map.of()).expecting(400);
        viewer.send("GET", path + "?state=due", Map.of()).expecting(400);
        viewer.send("GET", path.replace(account.id(), "nobody"), Map.of()).expecting(404);
        Operator.with(stage.broker(), name, "view-magento-links")
                .send("GET", path, Map.of())
                .expecting(403);
        Operator.with(stage.broker(), name, "view-users")
                .send("GET", path, Map.of())
                .expecting(403);
        assertThat(Audit.of(stage.broker(), name).events("MAGENTO_DIAGNOSIS")).hasSize(1);
    }

    /** What the person does by themselves, and where. */
    private void assertPersonCan(String remedy, JsonNode told) {
        assertThat(told.get("remedies")).anySatisfy(call -> {
            assertThat(call.get("remedy").asText()).isEqualTo(remedy);
            assertThat(call.get("by").asText()).isEqualTo("person");
            assertThat(call.get("path").asText()).isEqualTo("/realms/" + name + "/magento/user");
        });
        FOLLOWED.add(remedy);
    }

    private JsonNode assertTold(Account account, String code, String signIn) {
        JsonNode told = diagnosis(account);
        TOLD.add(told.get("code").asText());
        assertThat(told.get("code").asText()).as(told.toString()).isEqualTo(code);
        assertThat(told.get("signIn").asText()).isEqualTo(signIn);
        assertThat(told.get("sentence").asText()).contains(" ").doesNotContain("{0}");
        return told;
    }

    private JsonNode diagnosis(Account account) {
        return diagnosis(account.id());
    }

    private JsonNode diagnosis(String userId) {
        return told(userId, Map.of("client", shop.clientId()));
    }

    private JsonNode told(String userId, Map<String, String> query) {
        return Audit.of(stage.broker(), name)
                .get("users/" + userId + "/diagnosis", query)
                .expecting(200)
                .json();
    }

    /** Does what the diagnosis says, as it says it. */
    private void follow(JsonNode told, String remedy) {
        follow(told, remedy, Map.of());
    }

    /** The same, with what is left to whoever does it. */
    private void follow(JsonNode told, String remedy, Map<String, Object> own) {
        for (JsonNode call : told.get("remedies")) {
            if (call.get("remedy").asText().equals(remedy)) {
                String path = call.get("path").asText().replaceFirst("^/admin/realms", "");
                JsonNode body = Objects.requireNonNullElseGet(call.get("body"), () -> body(Map.of()));
                if (call.path("partial").asBoolean()) {
                    ObjectNode whole = (ObjectNode) stage.broker().server().get(path);
                    whole.setAll((ObjectNode) body);
                    body = whole;
                }
                if (!own.isEmpty()) {
                    ((ObjectNode) body).setAll((ObjectNode) body(own));
                }
                int status = withRoles(call.get("wants"))
                        .send(call.get("method").asText(), path, body)
                        .status();
                assertThat(status).as(call.toString()).isIn(200, 204);
                FOLLOWED.add(remedy);
                return;
            }
        }
        throw new AssertionError("No remedy " + remedy + " in " + told);
    }

    /** Somebody who has the roles that are asked for, and no other. */
    private Operator withRoles(JsonNode roles) {
        return Operator.with(stage.broker(), name, texts(roles).toArray(String[]::new));
    }

    private static JsonNode body(Map<String, Object> body) {
        return Http.JSON.valueToTree(body);
    }

    private boolean entersLocally(Account account) {
        typed(account);
        return hasEntered();
    }

    private Shown typed(Account account) {
        Walker walker = new Walker();
        return walker.submit(
                walker.open(shop.signIn()), Map.of("username", account.username(), "password", account.password()));
    }

    private boolean entersUpstream(Person person) {
        new Walker().signInThrough(shop.signIn(), stage.magento(), person);
        return hasEntered();
    }

    /** Puts the reminder off. */
    private boolean skips(Account account) {
        Walker walker = new Walker();
        Shown reminder = walker.submit(
                walker.open(shop.signIn()), Map.of("username", account.username(), "password", account.password()));
        assertThat(shop.hasNobodyComeBack()).isTrue();
        walker.submit(reminder, Map.of("action", "skip"));
        return hasEntered();
    }

    private boolean hasEntered() {
        if (shop.hasNobodyComeBack()) {
            return false;
        }
        shop.tokens();
        return true;
    }

    /** As the remedy of the person says: on the account page. */
    private void assertConnects(Account account, Person person) {
        Walker walker = new Walker();
        Shown connected = walker.submit(
                walker.goAsFarAsThePreview(realm.url("/magento/user"), account, stage.magento(), person),
                Map.of("action", "connect"));
        assertThat(connected.has("data-status=\"connected\""))
                .as(connected.page().body())
                .isTrue();
    }

    private Account linked(Person person) {
        Account account = admin.create(Account.called(person.name().split(" ")[0]));
        admin.link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    private Account withoutPassword(String firstName) {
        Account account = admin.create(Account.called(firstName));
        admin.change(account, Map.of("emailVerified", true));
        admin.removePassword(account);
        return account;
    }

    private Account exempt(String firstName) {
        Account account = admin.create(Account.called(firstName));
        follow(diagnosis(account), "exempt");
        return account;
    }

    private void guess(Account account) {
        for (int i = 0; i < 4; i++) {
            Walker walker = new Walker();
            walker.submit(walker.open(shop.signIn()), Map.of("username", account.username(), "password", "wrong"));
        }
    }

    private void update(String statement, Account account) {
        stage.broker().database().update(statement, account.id());
        admin.clearUserCache();
    }

    private void policy(Map<String, String> settings) {
        admin.configureProvider(Broker.PROVIDER, settings);
    }

    private JsonNode client(String clientId) {
        return stage.broker()
                .server()
                .get("/" + name + "/clients", Map.of("clientId", clientId))
                .get(0);
    }

    private void changeClient(DemoApp app, Map<String, Object> properties) {
        ObjectNode client = (ObjectNode) client(app.clientId());
        client.setAll((ObjectNode) body(properties));
        stage.broker().server().put("/" + name + "/clients/" + client.get("id").asText(), client);
    }

    private String flow(String alias) {
        for (JsonNode flow : admin.get("/authentication/flows")) {
            if (flow.get("alias").asText().equals(alias)) {
                return flow.get("id").asText();
            }
        }
        throw new AssertionError("No flow " + alias);
    }
}
