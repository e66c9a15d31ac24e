package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Auditors;
import cloud.magento.accounts.broker.support.Axe;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AuditAccountsPage;
import cloud.magento.accounts.broker.support.pages.AuditEntriesPage;
import cloud.magento.accounts.broker.support.pages.AuditGuidePage;
import cloud.magento.accounts.broker.support.pages.AuditPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The auditor's pages for everybody: in every language, on every screen and on paper, and loud where it matters. */
class AuditLooksIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private Auditors auditors;

    @BeforeEach
    void anAuditor() {
        auditors = Auditors.in(stage, "audit-looks");
    }

    @AfterEach
    void theProviderAsItWas() {
        auditors.admin().configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "false"));
        auditors.admin().enableProvider(Broker.PROVIDER, true);
    }

    @Test
    void warnsWhenReportOnlyOrProviderIsDisabled() {
        // given
        AuditPage page = auditors.signIn(stage.visitor());
        assertThat(page.reportOnly()).isEmpty();
        assertThat(page.providerDisabled()).isEmpty();

        // when
        auditors.admin().configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true"));
        auditors.admin().enableProvider(Broker.PROVIDER, false);
        AuditPage loud = page.reload(AuditPage::new);

        // then
        assertThat(loud.reportOnly()).get().asString().contains("nobody is stopped");
        assertThat(loud.providerDisabled()).get().asString().contains("switched off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "sv", "fr", "it", "ja"})
    void translatesPagesAndFitsNarrowScreen(String language) {
        // given
        auditors.exempt(auditors.unlinked("Olga"), "Ticket 1");
        Account due = auditors.unlinked("Dirk");
        auditors.giveTime(due, "later-" + UUID.randomUUID());
        Visitor visitor = stage.visitor(Visitor.speaking(language));

        // when
        AuditPage page = auditors.signIn(visitor).verify();

        // then
        assertReadable(page, language);
        assertReadable(visitor.open(auditors.url("/accounts"), AuditAccountsPage::new), language);
        assertReadable(visitor.open(auditors.url("/entries"), AuditEntriesPage::new), language);
        assertReadable(visitor.open(auditors.url("/guides/auditor"), AuditGuidePage::new), language);
    }

    @Test
    void showsAccessiblePages() {
        // given
        auditors.exempt(auditors.unlinked("Olga"), "Ticket 1");
        auditors.giveTime(auditors.unlinked("Dirk"), "later-" + UUID.randomUUID());
        Visitor visitor = stage.visitor();

        // then
        Axe.checkEverywhere(auditors.signIn(visitor).verify());
        Axe.checkEverywhere(visitor.open(auditors.url("/accounts"), AuditAccountsPage::new));
        Axe.checkEverywhere(visitor.open(auditors.url("/entries"), AuditEntriesPage::new));
        Axe.checkEverywhere(visitor.open(auditors.url("/accounts?use=17"), AuditAccountsPage::new));
        Axe.checkEverywhere(visitor.open(auditors.url("/guides/auditor"), AuditGuidePage::new));
    }

    @Test
    void turnsRowsIntoCardsOnPhone() {
        // given
        auditors.linked("Ada", stage.person("Ada"));
        Visitor visitor = stage.visitor();
        auditors.signIn(visitor);

        for (String path : List.of("/accounts?state=linked", "/entries?type=link-made", "")) {
            // when
            visitor.firstTab().navigate(auditors.url(path).toString());
            visitor.firstTab().setViewportSize(390, 844);

            // then: nothing scrolls sideways, and each value has its column's title above it
            assertThat(visitor.firstTab().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(390);
            assertThat(visitor.firstTab().evaluate("""
                            () => [...document.querySelectorAll(".magento-audit-table:has(.magento-audit-list)")]
                              .filter((list) => list.scrollWidth > list.clientWidth).length""")).isEqualTo(0);
            assertThat(visitor.firstTab().evaluate("""
                            () => {
                              const [first, second] = document.querySelector(".magento-audit-list tbody tr").cells;
                              return second.getBoundingClientRect().top >= first.getBoundingClientRect().bottom
                                && getComputedStyle(second, "::before").content.length > 2;
                            }""")).isEqualTo(true);
            visitor.firstTab().setViewportSize(1280, 900);
        }
    }

    @Test
    void tellsStatesBySignAndWords() {
        // given
        auditors.unlinked("Olga");
        Visitor visitor = stage.visitor();
        AuditPage page = auditors.signIn(visitor);

        // then
        assertThat(page.page()
                        .locator("#magento-coverage-table .magento-audit-badge")
                        .allInnerTexts())
                .containsExactly(
                        "Connected", "Exempt", "Not connected, deadline ahead", "Not connected, overdue", "Disabled");
        assertThat(page.page().locator("#magento-coverage-table .magento-audit-badge svg").all().stream()
                        .map(Locator::innerHTML))
                .doesNotHaveDuplicates();
    }

    @Test
    void printsTablesAndChartsOnWhiteWithoutButtons() {
        // given
        auditors.giveTime(auditors.unlinked("Dirk"), "later-" + UUID.randomUUID());
        AuditPage page = auditors.signIn(stage.visitor());

        // when
        page.page()
                .emulateMedia(new EmulateMediaOptions()
                        .setColorScheme(ColorScheme.DARK)
                        .setMedia(Media.PRINT));

        // then
        assertThat(page.page().locator("#magento-coverage-table").isVisible()).isTrue();
        assertThat(page.page().locator("[data-chart] canvas").first().isVisible())
                .isTrue();
        assertThat(page.page()
                        .locator("button:visible, nav:visible, select:visible")
                        .count())
                .isZero();
        assertThat(page.page().evaluate("getComputedStyle(document.querySelector('main')).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(page.page().evaluate("getComputedStyle(document.querySelector('#magento-coverage td')).color"))
                .isEqualTo("rgb(0, 0, 0)");
    }

    private static void assertReadable(Screen screen, String language) {
        assertThat(screen.page().locator("html").getAttribute("lang")).isEqualTo(language);
        assertThat(screen.text())
                .doesNotContain("magento.audit.")
                .doesNotContain("{0}")
                .doesNotContain("{1}");
        screen.page().setViewportSize(320, 900);
        assertThat(screen.page().evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(320);
        screen.page().setViewportSize(1280, 900);
    }
}
