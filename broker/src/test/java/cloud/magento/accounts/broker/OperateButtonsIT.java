package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.StockProvider;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OperatePage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every button of the operator's pages is pressed in a browser without scripts, in a realm that begins with Keycloak's
 * own provider. A button that is seen and not pressed is a failure, so that none is forgotten.
 */
class OperateButtonsIT {
    private static final String ALIAS = Broker.PROVIDER;
    private static final String LATER = "2999-01-01T00:00";
    private static final List<String> PLACES = List.of(
            "",
            "checks",
            "ahead",
            "ahead?list=true",
            "person",
            "policy",
            "groups",
            "exemptions",
            "invitations",
            "campaigns",
            "outage",
            "links",
            "reconcile",
            "adoption");

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "operate-buttons-" + UUID.randomUUID();
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> pressed = new TreeSet<>();
    private BrokerRealm realm;
    private RealmAdmin admin;
    private Person olga;
    private Account dirk;
    private Account ben;
    private Account ada;
    private Page page;

    @BeforeEach
    void aRealmWithKeycloaksOwnProvider() {
        stage.broker().server().post("", Map.of("realm", name, "enabled", true));
        realm = stage.broker().realm(name).introduceTo(stage.magento());
        admin = realm.admin();
        admin.sendMailThrough(stage.mailbox());
        assertThat(admin.tryToCreateProvider(StockProvider.of(stage.magento())).status())
                .isEqualTo(201);
        stage.broker()
                .server()
                .send("POST", "/" + name + "/magento/setup", Admin.json(Map.of()))
                .expecting(200);
        olga = stage.person("Olga");
        Account operator = admin.create(Account.called("Olga"));
        admin.link(operator, ALIAS, olga.subject(), olga.preferredUsername());
        List.of("manage-magento-links", "manage-identity-providers", "manage-users", "manage-realm", "view-realm")
                .forEach(role -> admin.grant(operator, role));
        dirk = admin.create(Account.called("Dirk"));
        ben = admin.create(Account.called("Ben"));
        ada = admin.create(Account.called("Ada"));
        admin.join(ben, admin.group("Crew", Map.of()));
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false));
        page = visitor.open(realm.url("/magento/operate"), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(olga, OperatePage::new)
                .page();
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void pressesEveryButtonWithoutScripts() {
        takesOver();
        looksAround();
        mends();
        changesPolicyAndDates();
        exempts();
        invites();
        reminds();
        declaresOutage();
        sendsFile();
        PLACES.forEach(this::open);
        givesBack();

        assertThat(pressed).isEqualTo(seen);
        assertThat(PLACES).containsAll(places());
    }

    private void takesOver() {
        open("adoption");
        press("take-over");
        press("take-over");
        assertTold("adoption.done");
        assertThat(providerId()).isEqualTo("magento");
    }

    private void looksAround() {
        open("person");
        field("diagnose", "account").fill(dirk.username());
        press("diagnose");
        assertThat(page.locator("main").innerText()).contains("Yes");
        open("ahead");
        field("look", "at").fill(LATER);
        press("look");
        open("ahead?list=true");
        assertThat(exported("export-csv")).contains(dirk.username());
        assertThat(exported("export-ndjson")).contains("\"username\":\"" + dirk.username() + "\"");
    }

    private void mends() {
        String action = "/authentication/required-actions/magento-link";
        stage.broker().server().put("/" + name + action, ((ObjectNode) admin.get(action)).put("enabled", false));
        open("checks");
        press("li[data-key=required-action] ", "fix");
        press("fix");
        assertTold("fix.done");
        assertThat(admin.get(action).get("enabled").asBoolean()).isTrue();
        admin.link(ada, ALIAS, "subject-of-ada", "Ada");
        stage.broker().database().update("delete from MAGENTO_LINK where USER_ID = ?", ada.id());
        open("reconcile");
        press("compare");
        press("mend");
        assertTold("reconcile.mended");
        press("compare");
    }

    private void changesPolicyAndDates() {
        open("policy");
        field("change", "linkMaxSkips").fill("7");
        press("change");
        press("change");
        assertTold("policy.done");
        assertThat(admin.providerConfig(ALIAS)).containsEntry("linkMaxSkips", "7");
        open("groups");
        fill("set-deadline", Map.of("group", "/Crew", "deadline", LATER, "reason", "At sea"));
        press("set-deadline");
        assertTold("policy.done");
        open("groups");
        press("withdraw");
        press("withdraw");
        assertTold("policy.done");
    }

    private void exempts() {
        open("exemptions");
        fill("grant", Map.of("account", dirk.username(), "until", LATER, "reason", "On leave"));
        press("grant");
        assertTold("policy.done");
        open("exemptions");
        fill("grant-group", Map.of("group", "/Crew", "until", LATER, "reason", "At sea"));
        press("grant-group");
        assertTold("policy.done");
        open("exemptions");
        assertThat(page.locator("tr[data-key='" + ben.id() + "']").count()).isEqualTo(1);
        press("tr[data-key='" + dirk.id() + "'] ", "end");
        press("end");
        assertTold("policy.done");
    }

    private void invites() {
        open("invitations");
        fill("invite", Map.of("account", dirk.username()));
        press("invite");
        assertTold("invite.done");
        stage.mailbox().await(dirk.email(), 1);
        open("invitations");
        press("withdraw");
        press("withdraw");
        assertThat(page.locator("form[data-act=withdraw]").count()).isZero();
    }

    /** So few a minute that there is something left to stop. */
    private void reminds() {
        open("campaigns");
        fill("start", Map.of("perMinute", "1"));
        press("start");
        open("campaigns");
        press("stop");
        press("stop");
        open("campaigns");
        press("resume");
        press("resume");
        open("campaigns");
        press("preview-mail");
    }

    /** Where the page leads to in itself. */
    private Set<String> places() {
        return page.locator("a[href*='/magento/operate/']").all().stream()
                .map(link -> link.getAttribute("href").replaceAll(".*/magento/operate/([a-z-]+).*", "$1"))
                .collect(Collectors.toSet());
    }

    private void declaresOutage() {
        open("outage");
        String until = LocalDateTime.now(ZoneOffset.UTC)
                .plusHours(1)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        fill("declare", Map.of("until", until, "public-reason", "Repairs"));
        press("declare");
        open("outage");
        assertThat(page.locator("main").innerText()).contains("Repairs");
        press("end-outage");
        press("end-outage");
        open("outage");
        assertThat(page.locator("form[data-act=end-outage]").count()).isZero();
    }

    /** The same file twice: without scripts a browser has nothing to keep it in. */
    private void sendsFile() {
        FilePayload file = new FilePayload(
                "links.csv",
                "text/csv",
                ("username,subject\n" + dirk.username() + ",subject-of-dirk\n").getBytes(StandardCharsets.UTF_8));
        open("links");
        page.locator("form[data-act=try-file] input[type=file]").setInputFiles(file);
        press("try-file");
        assertThat(admin.federatedIdentities(dirk)).isEmpty();
        page.locator("form[data-act=do-file] input[type=file]").setInputFiles(file);
        press("do-file");
        page.locator("#magento-sums").waitFor();
        assertThat(admin.federatedIdentities(dirk)).hasSize(1);
    }

    private void givesBack() {
        open("adoption");
        press("give-back");
        press("give-back");
        assertTold("give-back.done");
        assertThat(providerId()).isEqualTo("oidc");
    }

    private void open(String place) {
        page.navigate(realm.url("/magento/operate" + (place.isEmpty() ? "" : "/" + place))
                .toString());
        look();
    }

    /** Remembers the buttons of the page, by the place and by what they do, once all of it has come. */
    private void look() {
        page.waitForLoadState();
        page.locator("form[data-act]").all().forEach(form -> seen.add(button(form)));
    }

    private String button(Locator form) {
        String place = String.valueOf(page.locator(".magento-operate").getAttribute("id"));
        return place.replace("magento-operate-", "") + " " + form.getAttribute("data-act");
    }

    private void press(String act) {
        press("", act);
    }

    private void press(String within, String act) {
        Locator form = page.locator(within + "form[data-act=" + act + "]");
        pressed.add(button(form));
        form.locator("button").click();
        look();
    }

    private String exported(String act) {
        Locator form = page.locator("form[data-act=" + act + "]");
        pressed.add(button(form));
        return new OperatePage(page).export(act);
    }

    private void fill(String act, Map<String, String> values) {
        values.forEach((input, value) -> field(act, input).fill(value));
        press(act);
    }

    private Locator field(String act, String input) {
        return page.locator("form[data-act=" + act + "] input[name=" + input + "]");
    }

    private void assertTold(String message) {
        assertThat(page.locator("[id='magento-" + message + "']").count())
                .as(page.locator("main").innerText())
                .isEqualTo(1);
    }

    private String providerId() {
        return admin.get("/identity-provider/instances/" + ALIAS)
                .get("providerId")
                .asText();
    }
}
