package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Polling;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.support.pages.ConnectedPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator declares an outage of Magento.com: whom it lets in, by what, until when, and on record. */
class OutageIT {
    private static final String REASON = "Magento.com is being repaired, INC-42";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "outage-" + UUID.randomUUID();
    private BrokerRealm realm;
    private RealmAdmin admin;
    private DemoApp shop;

    @BeforeEach
    void aRealm() {
        realm = stage.broker().further(name, stage.magento());
        admin = realm.admin();
        shop = DemoApp.of(realm);
    }

    @AfterEach
    void noRealm() {
        shop.close();
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void letsLinkedPeopleInByPasswordAndEndsByItself() {
        // given
        Account linked = linked(stage.person("Ada"));
        Account unlinked = admin.create(Account.called("Una"));
        Account elsewhere = stage.linkedAccount(stage.person("Eve"));
        assertRefused(shop.passwordGrant(linked), "magento_login_required");
        Operator operator = Operator.with(stage.broker(), name, "manage-magento-links");

        // when
        JsonNode declared = declare(operator, Instant.now().plus(Duration.ofHours(1)), REASON)
                .expecting(200)
                .json();

        // then: to whom it is open, by what they had
        assertThat(declared.get("declared").asBoolean()).isTrue();
        assertThat(declared.get("reason").asText()).isEqualTo(REASON);
        assertThat(declared.at("/accounts/linked").asInt()).isEqualTo(1);
        assertThat(declared.at("/accounts/admitted").asInt()).isEqualTo(1);
        shop.passwordGrant(linked).expecting(200);
        assertRefused(shop.passwordGrant(linked.withPassword("wrong")), "Invalid user credentials");
        Walker browser = new Walker();
        typed(browser, linked);
        Tokens tokens = shop.tokens();
        shop.refresh(tokens).expecting(200);
        assertThat(events(linked, "LOGIN")).contains("outage-declared");

        // and: to nobody else
        assertRefused(shop.passwordGrant(unlinked), "magento_link_required");
        assertThat(typed(new Walker(), unlinked).has("value=\"connect\"")).isTrue();
        assertThat(shop.hasNobodyComeBack()).isTrue();
        try (DemoApp other = DemoApp.of(stage.broker())) {
            assertRefused(other.passwordGrant(elsewhere), "magento_login_required");
        }

        // when: its end comes
        Instant end = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        declare(operator, end, REASON).expecting(200);
        Answer after = Polling.across(end, () -> shop.passwordGrant(linked), given -> given.status() == 200);

        // then: nothing that it opened goes on
        assertRefused(after, "magento_login_required");
        assertRefused(shop.refresh(tokens), "magento_login_required");
        assertThat(browser.open(shop.signIn()).has("value=\"continue\"")).isTrue();
        assertThat(typed(new Walker(), linked).has("value=\"continue\"")).isTrue();
        assertThat(shop.hasNobodyComeBack()).isTrue();
        assertThat(outage().get("declared").asBoolean()).isFalse();

        // and: all of it is on record
        List<JsonNode> entries = new Ledger(stage.broker(), name).entries(Map.of("type", "outage-declared"));
        assertThat(entries).hasSize(2);
        JsonNode last = entries.get(1).at("/entry/details");
        assertThat(last.get("why").asText()).isEqualTo(REASON);
        assertThat(last.get("until").asText()).isEqualTo(end.toString());
        assertThat(last.get("outage")).isEqualTo(entries.get(0).at("/entry/details/outage"));
        assertThat(Audit.of(stage.broker(), name).events("CREATE", "MAGENTO_OUTAGE"))
                .hasSize(2);
    }

    @Test
    void endsBeforeItsTimeWhereOperatorSaysSo() {
        // given
        Account linked = linked(stage.person("Ada"));
        Operator operator = Operator.with(stage.broker(), name, "manage-magento-links");
        declare(operator, Instant.now().plus(Duration.ofHours(1)), REASON).expecting(200);
        typed(new Walker(), linked);
        Tokens tokens = shop.tokens();

        // when
        assertThat(send(operator, "DELETE", "?dryRun=true", Map.of())
                        .expecting(200)
                        .json()
                        .at("/accounts/admitted")
                        .asInt())
                .isEqualTo(1);
        shop.refresh(tokens).expecting(200);
        send(operator, "DELETE", "", Map.of()).expecting(200);

        // then
        assertRefused(shop.refresh(tokens), "magento_login_required");
        assertRefused(shop.passwordGrant(linked), "magento_login_required");
        assertThat(new Ledger(stage.broker(), name).entries(Map.of("type", "outage-ended")))
                .hasSize(1);
        send(operator, "DELETE", "", Map.of()).expecting(404);

        // and: the next outage is another one
        declare(operator, Instant.now().plus(Duration.ofHours(1)), REASON).expecting(200);
        assertRefused(shop.refresh(tokens), "magento_login_required");
        shop.passwordGrant(linked).expecting(200);
    }

    @Test
    void asksForKeptSecondFactorToo() {
        // given
        admin.changeRealm(Map.of("quickLoginCheckMilliSeconds", 0));
        Account linked = linked(stage.person("Ada"));
        admin.change(linked, Map.of("credentials", List.of(OneTimeCodes.credential())));
        declare(operator(), Instant.now().plus(Duration.ofHours(1)), REASON).expecting(200);

        // then
        assertRefused(shop.passwordGrant(linked), "Invalid user credentials");
        Walker browser = new Walker();
        Shown asked = typed(browser, linked);
        assertThat(shop.hasNobodyComeBack()).isTrue();
        Shown again = browser.submit(asked, Map.of("otp", OneTimeCodes.wrong()));
        assertThat(shop.hasNobodyComeBack()).isTrue();
        browser.submit(again, Map.of("otp", OneTimeCodes.now()));
        shop.tokens();
    }

    @Test
    void countsGuessesAsEver() {
        // given
        admin.changeRealm(Map.of("failureFactor", 3, "quickLoginCheckMilliSeconds", 0));
        Account linked = linked(stage.person("Ada"));
        declare(operator(), Instant.now().plus(Duration.ofHours(1)), REASON).expecting(200);

        // when
        for (int i = 0; i < 4; i++) {
            typed(new Walker(), linked.withPassword("wrong"));
        }
        Polling.until(() -> admin.isLocked(linked), locked -> locked);

        // then
        assertThat(admin.isLocked(linked)).isTrue();
        typed(new Walker(), linked);
        assertThat(shop.hasNobodyComeBack()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"until": "2999-01-01T00:00:00Z", "reason": "Fire"}      | within 24 hours
            {"until": "2020-01-01T00:00:00Z", "reason": "Fire"}      | in the future
            {"until": "tomorrow", "reason": "Fire"}                  | must be a date and time
            {"until": "2020-01-01", "reason": "Fire"}                | must be a date and time
            {"reason": "Fire"}                                       | "until" is missing
            {"until": "NEXT", "reason": ""}                          | A reason is one line
            {"until": "NEXT", "reason": "Fire\\nand water"}          | A reason is one line
            {"until": "NEXT", "reason": 7}                           | "reason" is missing
            {"until": "NEXT"}                                        | "reason" is missing
            """)
    void refusesWhatMayNotBeDeclared(String body, String detail) throws Exception {
        String next = Instant.now().plusSeconds(600).toString();
        JsonNode wish = Http.JSON.readTree(body.replace("NEXT", next));

        Answer answer = send(operator(), "POST", "", wish);

        assertThat(answer.expecting(400).json().get("detail").asText()).contains(detail);
        assertThat(outage().get("declared").asBoolean()).isFalse();
    }

    @Test
    void isNotDeclaredWhereSettingForbidsItOrRoleIsMissing() {
        // given
        Instant until = Instant.now().plus(Duration.ofHours(1));
        Operator viewer = Operator.with(stage.broker(), name, "view-magento-links");

        // then
        declare(viewer, until, REASON).expecting(403);
        send(viewer, "DELETE", "", Map.of()).expecting(403);
        send(viewer, "GET", "", Map.of()).expecting(200);
        send(Operator.with(stage.broker(), name, "manage-realm", "manage-users"), "GET", "", Map.of())
                .expecting(403);
        send(operator(), "POST", "?dryrun=true", wish(until)).expecting(400);

        // and: a dry run changes nothing
        assertThat(send(operator(), "POST", "?dryRun=true", wish(until))
                        .expecting(200)
                        .json()
                        .get("declared")
                        .asBoolean())
                .isTrue();
        assertThat(outage().get("declared").asBoolean()).isFalse();

        // when
        admin.configureProvider(Broker.PROVIDER, Map.of("outageMaxHours", "0"));

        // then
        assertThat(declare(operator(), until, REASON)
                        .expecting(400)
                        .json()
                        .get("detail")
                        .asText())
                .contains("outageMaxHours");
        assertThat(admin.tryToConfigureProvider(Broker.PROVIDER, Map.of("outageMaxHours", "169"))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForMagentoComAndGoesOnWherePersonWas(boolean scripts) {
        // given
        Person ada = stage.person("Ada");
        linked(ada);
        stage.magento().misbehave(Endpoint.DISCOVERY, WireFault.STATUS_503);
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(scripts));

        // when
        RefusedPage waiting = visitor.open(shop.signIn(), SignInPage::new).withMagento(RefusedPage::new);

        // then
        assertThat(waiting.reason()).isEqualTo("upstream-unavailable");
        assertThat(waiting.waits()).isTrue();
        assertThat(waiting.outageReason()).isEmpty();
        String reference = waiting.reference();

        // when: an operator says so, which the page tells when it has asked again by itself
        declare(operator(), Instant.now().plus(Duration.ofHours(1)), "<b>Fire</b> & water")
                .expecting(200);
        visitor.firstTab().waitForSelector("#magento-outage-reason");

        // then: as text, and nothing more has been recorded
        RefusedPage still = new RefusedPage(visitor.firstTab());
        assertThat(still.outageReason()).contains("<b>Fire</b> & water");
        assertThat(still.reference()).isEqualTo(reference);
        assertThat(admin.events("IDENTITY_PROVIDER_LOGIN_ERROR")).hasSize(1);

        // when: Magento.com is back
        stage.magento().behave();
        visitor.firstTab().waitForSelector("body[data-page=login]");

        // then
        new MagentoLoginPage(visitor.firstTab()).logIn(ada, DemoAppPage::new);
        shop.tokens();
    }

    @Test
    void leadsFromWaitingPageToPassword() {
        // given
        Account linked = linked(stage.person("Ada"));
        declare(operator(), Instant.now().plus(Duration.ofHours(1)), "<b>Fire</b> & water")
                .expecting(200);
        stage.magento().misbehave(Endpoint.DISCOVERY, WireFault.STATUS_503);
        Visitor visitor = stage.visitor();

        // when
        SignInPage signIn = visitor.open(shop.signIn(), SignInPage::new)
                .withMagento(RefusedPage::new)
                .usePassword(SignInPage::new);

        // then
        assertThat(signIn.alert()).contains("\u2039b\u203aFire\u2039/b\u203a & water", "UTC");
        signIn.enter(linked, DemoAppPage::new);
        shop.tokens();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsAtGateAndGoesOnWherePersonWas(boolean scripts) {
        // given: somebody who has to connect
        Account una = admin.create(Account.called("Una"));
        Person person = stage.person("Una");
        stage.magento().misbehave(Endpoint.DISCOVERY, WireFault.STATUS_503);
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(scripts));

        // when
        LinkPage waiting = visitor.open(shop.signIn(), SignInPage::new)
                .enter(una, LinkPage::new)
                .connect(LinkPage::new);

        // then
        assertThat(waiting.error()).isPresent();
        assertThat(waiting.waits()).isTrue();
        String reference = waiting.reference();

        // when: an operator says so, which the page tells when it has asked again by itself
        declare(operator(), Instant.now().plus(Duration.ofHours(1)), REASON).expecting(200);
        visitor.firstTab().waitForSelector("#magento-outage-reason");

        // then: it promises no password, which opens nothing for the unlinked, and nothing more has been recorded
        LinkPage still = new LinkPage(visitor.firstTab());
        assertThat(still.text()).contains(REASON).contains("out of order").doesNotContain("sign in with the password");
        assertThat(still.reference()).isEqualTo(reference);

        // when: Magento.com is back
        stage.magento().behave();
        visitor.firstTab().waitForSelector("body[data-page=login]");

        // then
        new MagentoLoginPage(visitor.firstTab())
                .logIn(person, PreviewPage::new)
                .connect(ConnectedPage::new)
                .goOn(DemoAppPage::new);
        shop.tokens();
    }

    @Test
    void putsPasswordFirstOnSignInPage() {
        // given
        declare(operator(), Instant.now().plus(Duration.ofHours(1)), REASON).expecting(200);

        // when
        SignInPage signIn = stage.visitor().open(shop.signIn(), SignInPage::new);

        // then
        assertThat(signIn.alert()).contains(REASON);
        assertThat(signIn.mainWay()).isEqualTo("kc-login");
        assertThat(signIn.showsMagento()).isFalse();
        assertThat(signIn.text()).doesNotContain("Not connected yet?");
        signIn.withMagento(MagentoLoginPage::new);
    }

    /** With its metadata at hand a browser would be sent to a host that nobody answers at. */
    @Test
    void keepsPeopleHereWhileDeclaredAndUpstreamDown() {
        // given: somebody signed in, so that the metadata are known
        Person ada = stage.person("Ada");
        linked(ada);
        new Walker().signInThrough(shop.signIn(), stage.magento(), ada);
        shop.tokens();
        stage.magento().misbehave(Endpoint.DISCOVERY, WireFault.STATUS_503);
        Walker undeclared = new Walker();
        assertThat(undeclared
                        .open(undeclared.open(shop.signIn()).link("broker/magento/login"))
                        .page()
                        .uri()
                        .toString())
                .as("as ever")
                .startsWith(stage.magento().issuer());

        // when
        declare(operator(), Instant.now().plus(Duration.ofHours(1)), REASON).expecting(200);

        // then
        Walker walker = new Walker();
        Shown page = walker.open(walker.open(shop.signIn()).link("broker/magento/login"));
        assertThat(page.page().status()).isEqualTo(503);
        assertThat(page.page().headers().firstValue("Refresh"))
                .hasValueSatisfying(refresh -> assertThat(refresh)
                        .matches("1\\d;url="
                                + Pattern.quote(realm.url("/broker/magento/endpoint/again")
                                        .toString()) + "\\?.*waiting=true"));
        // and: who insists is let go
        assertThat(walker.open(page.link("/again?")).page().uri().toString())
                .startsWith(stage.magento().issuer());
    }

    @Test
    void probesMagentoComAndKnowsItBackWithinOneProbe() {
        // given
        admin.configureProvider(Broker.PROVIDER, Map.of("upstreamProbeSeconds", "1"));
        JsonNode up = Polling.until(this::upstream, told -> told.at("/probe").has("at"));
        assertThat(up.get("health").asText()).isEqualTo("answers");
        assertThat(up.at("/probe").has("fault")).isFalse();
        assertThat(up.get("lastSuccess").asText()).isNotEmpty();

        // when
        stage.magento().misbehave(Endpoint.DISCOVERY, WireFault.STATUS_503);

        // then: nobody signs in, and it is known all the same
        JsonNode down = Polling.until(
                this::upstream, told -> told.get("health").asText().equals("fails"));
        assertThat(down.get("health").asText()).isEqualTo("fails");
        assertThat(down.at("/probe/fault").asText()).isEqualTo("server-error");
        assertThat(down.at("/lastFailure/fault").asText()).isEqualTo("server-error");

        // when
        stage.magento().behave();

        // then
        JsonNode back = Polling.until(this::upstream, told -> !told.at("/probe").has("fault"));
        assertThat(back.get("health").asText()).isEqualTo("answers");
        assertThat(Instant.parse(back.get("since").asText()))
                .isAfter(Instant.parse(down.at("/lastFailure/at").asText()));
        assertThat(back.at("/outage/declared").asBoolean()).isFalse();
    }

    private JsonNode upstream() {
        return Audit.of(stage.broker(), name)
                .get("upstream", Map.of())
                .expecting(200)
                .json();
    }

    private Operator operator() {
        return Operator.with(stage.broker(), name, "manage-magento-links");
    }

    private Answer declare(Operator operator, Instant until, String reason) {
        return send(operator, "POST", "", Map.of("until", until.toString(), "reason", reason));
    }

    private static Map<String, String> wish(Instant until) {
        return Map.of("until", until.toString(), "reason", REASON);
    }

    private Answer send(Operator operator, String method, String query, Object body) {
        return operator.send(method, "/" + name + "/magento/outage" + query, body);
    }

    private JsonNode outage() {
        return Audit.of(stage.broker(), name)
                .get("outage", Map.of())
                .expecting(200)
                .json();
    }

    private List<String> events(Account account, String type) {
        return admin.events(account, type).stream()
                .map(event -> event.details().getOrDefault("magento_reason", ""))
                .toList();
    }

    private Shown typed(Walker walker, Account account) {
        return walker.submit(
                walker.open(shop.signIn()), Map.of("username", account.username(), "password", account.password()));
    }

    private Account linked(Person person) {
        Account account = admin.create(Account.called(person.name().split(" ")[0]));
        admin.link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    private static void assertRefused(Answer answer, String description) {
        assertThat(answer.expecting(400).json().get("error_description").asText())
                .isEqualTo(description);
    }
}
