package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Axe;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OperatePage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's pages for everybody: in every language, on every screen, and without scripts. */
class OperateLooksIT {
    private static final String REALM = "operate-looks";
    private static final List<String> PLACES = List.of(
            "",
            "/checks",
            "/ahead",
            "/ahead?list=true",
            "/person",
            "/person?account=DIRK&client=account",
            "/policy",
            "/groups",
            "/exemptions",
            "/invitations",
            "/campaigns",
            "/outage",
            "/links",
            "/reconcile",
            "/adoption");

    @RegisterExtension
    final Stage stage = new Stage();

    private BrokerRealm realm;
    private Person olga;
    private Account dirk;

    @BeforeEach
    void anOperator() {
        realm = stage.broker().further(REALM, stage.magento());
        olga = stage.person("Olga");
        Account operator = realm.admin().create(Account.called("Olga"));
        realm.admin().link(operator, Broker.PROVIDER, olga.subject(), olga.preferredUsername());
        List.of("manage-magento-links", "manage-identity-providers", "manage-users", "manage-realm")
                .forEach(role -> realm.admin().grant(operator, role));
        dirk = realm.admin().create(Account.called("Dirk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "sv", "fr", "it", "ja"})
    void translatesPagesAndFitsNarrowScreen(String language) {
        Visitor visitor = stage.visitor(Visitor.speaking(language));
        signIn(visitor);
        PLACES.forEach(place -> assertReadable(open(visitor, place), language));
    }

    @Test
    void showsAccessiblePages() {
        Visitor visitor = stage.visitor();
        signIn(visitor);
        PLACES.forEach(place -> Axe.checkEverywhere(open(visitor, place)));
    }

    @Test
    void worksWithoutScripts() {
        // given
        Visitor visitor = stage.visitor(new NewContextOptions().setJavaScriptEnabled(false));
        signIn(visitor);

        // when
        OperatePage page = open(visitor, "/reconcile");
        page.page().locator("form[data-act=compare] button").click();

        // then
        assertThat(new OperatePage(page.page())
                        .page()
                        .locator("#magento-reconcile")
                        .innerText())
                .contains("same");
    }

    @Test
    void takesRealmFromReportOnlyToEnforcedAndBack() {
        // given: a realm that only reports, with something to fix, a link that the registry lacks, and two people
        RealmAdmin admin = realm.admin();
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true"));
        String action = "/authentication/required-actions/magento-link";
        stage.broker().server().put("/" + REALM + action, ((ObjectNode) admin.get(action)).put("enabled", false));
        Account ada = admin.create(Account.called("Ada"));
        admin.link(ada, Broker.PROVIDER, "subject-of-ada", "Ada");
        stage.broker().database().update("delete from MAGENTO_LINK where USER_ID = ?", ada.id());
        admin.cohort("Crew", "2030-01-01");
        Visitor visitor = stage.visitor();
        assertThat(told(signIn(visitor).page(), "standing.report-only")).isTrue();

        // when: what is wrong is mended
        Page page = open(visitor, "/checks").page();
        press(page, "li[data-key=required-action] ", "fix");
        press(page, "", "fix");
        assertThat(told(page, "fix.done")).isTrue();
        page = open(visitor, "/reconcile").page();
        press(page, "", "compare");
        press(page, "", "mend");
        assertThat(told(page, "reconcile.mended")).isTrue();

        // and: who needs time has it
        page = open(visitor, "/ahead").page();
        assertThat(open(visitor, "/ahead?list=true").text()).contains(dirk.username());
        page = open(visitor, "/groups").page();
        fill(page, "set-deadline", Map.of("group", "/Crew", "deadline", "2031-01-01T00:00", "reason", "At sea"));
        press(page, "", "set-deadline");
        assertThat(told(page, "policy.done")).isTrue();
        page = open(visitor, "/exemptions").page();
        fill(page, "grant-group", Map.of("group", "/Crew", "until", "2031-01-01T00:00", "reason", "At sea"));
        page = open(visitor, "/exemptions").page();
        fill(page, "grant", Map.of("account", dirk.username(), "until", "2031-01-01T00:00", "reason", "On leave"));
        press(page, "", "grant");
        assertThat(told(page, "policy.done")).isTrue();
        page = open(visitor, "/exemptions").page();
        press(page, "tr[data-key='" + dirk.id() + "'] ", "end");
        press(page, "", "end");
        assertThat(told(page, "policy.done")).isTrue();

        // and: it is enforced, which stops Dirk at least
        page = open(visitor, "/policy").page();
        page.locator("form[data-act=change] input[name=linkReportOnly]").uncheck();
        press(page, "", "change");
        String stopped =
                page.locator("[id='magento-policy.stopped']").innerText().replaceAll("\\D", "");
        fill(page, "change", Map.of("linkEnforceAcknowledged", stopped));

        // then
        assertThat(told(page, "policy.done"))
                .as(page.locator("main").innerText())
                .isTrue();
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsEntry("linkReportOnly", "false");
        assertThat(told(open(visitor, "").page(), "standing.report-only")).isFalse();

        // when: the way back
        page = open(visitor, "/policy").page();
        page.locator("form[data-act=change] input[name=linkReportOnly]").check();
        press(page, "", "change");
        press(page, "", "change");

        // then
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsEntry("linkReportOnly", "true");
        assertThat(told(open(visitor, "").page(), "standing.report-only")).isTrue();
    }

    /** Fills a form in and sends it. */
    private static void fill(Page page, String act, Map<String, String> values) {
        values.forEach((field, value) -> page.locator("form[data-act=" + act + "] input[name=" + field + "]")
                .fill(value));
        press(page, "", act);
    }

    private static void press(Page page, String within, String act) {
        page.locator(within + "form[data-act=" + act + "] button").click();
    }

    private static boolean told(Page page, String message) {
        return page.locator("[id='magento-" + message + "']").count() == 1;
    }

    private OperatePage signIn(Visitor visitor) {
        return visitor.open(url(""), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(olga, OperatePage::new);
    }

    private OperatePage open(Visitor visitor, String place) {
        return visitor.open(url(place.replace("DIRK", dirk.username())), OperatePage::new);
    }

    private URI url(String place) {
        return realm.url("/magento/operate" + place);
    }

    private static void assertReadable(Screen screen, String language) {
        assertThat(screen.page().locator("html").getAttribute("lang")).isEqualTo(language);
        assertThat(screen.text())
                .doesNotContain("magento.operate.")
                .doesNotContain("{0}")
                .doesNotContain("{1}");
        screen.page().setViewportSize(320, 900);
        assertThat(screen.page().evaluate("document.documentElement.scrollWidth"))
                .as(screen.page().url())
                .isEqualTo(320);
        screen.page().setViewportSize(1280, 900);
    }
}
