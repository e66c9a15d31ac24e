package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Axe;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OperatePage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Browser.NewContextOptions;
import java.net.URI;
import java.util.List;
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
