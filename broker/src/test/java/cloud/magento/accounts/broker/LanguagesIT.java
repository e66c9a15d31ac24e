package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.ProfilePage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Choosing a language: by a link in its own name, without a script, and never by accident. */
class LanguagesIT {
    private static final String LANGUAGES = "nav.magento-languages a";
    private static final List<String> ARROWS =
            List.of("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End");

    /** The lines that the title takes, and which part of the card's inner width it has. */
    private static final String TITLE = """
            () => {
              const title = document.querySelector('#kc-page-title');
              const card = document.querySelector('.pf-v5-c-login__main-body');
              const text = document.createRange();
              text.selectNodeContents(title);
              const lines = new Set([...text.getClientRects()].map(line => Math.round(line.top)));
              const inner = card.clientWidth - 2 * parseFloat(getComputedStyle(card).paddingLeft);
              return [lines.size, title.clientWidth / inner];
            }
            """;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void listsLanguagesByOwnNameAndChangesToOne() {
        // given
        SignInPage signIn = stage.visitor().open(stage.broker().accountPage(), SignInPage::new);
        assertThat(signIn.page().locator(LANGUAGES).allInnerTexts())
                .containsExactlyInAnyOrder("English", "Nederlands", "Svenska", "Français", "Italiano", "日本語");

        // when
        signIn.page().locator(LANGUAGES).getByText("日本語").click();

        // then
        SignInPage japanese = new SignInPage(signIn.page());
        assertThat(japanese.page().locator("html").getAttribute("lang")).isEqualTo("ja");
        assertThat(japanese.page().locator(LANGUAGES + "[aria-current]").innerText())
                .isEqualTo("日本語");
        assertThat(japanese.enter(stage.account("Lee"), LinkPage::new)
                        .page()
                        .locator("html")
                        .getAttribute("lang"))
                .isEqualTo("ja");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nl", "ja"})
    void listsSameLanguageNamesInEveryLanguage(String language) {
        SignInPage signIn =
                stage.visitor(Visitor.speaking(language)).open(stage.broker().accountPage(), SignInPage::new);
        assertThat(signIn.page().locator(LANGUAGES).allInnerTexts())
                .containsExactlyInAnyOrder("English", "Nederlands", "Svenska", "Français", "Italiano", "日本語");
    }

    @Test
    void changesLanguageWithoutJavaScript() {
        // given
        SignInPage signIn = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false))
                .open(stage.broker().accountPage(), SignInPage::new);

        // when
        signIn.page().locator(LANGUAGES).getByText("Nederlands").click();

        // then
        SignInPage dutch = new SignInPage(signIn.page());
        assertThat(dutch.page().locator("html").getAttribute("lang")).isEqualTo("nl");
    }

    @Test
    void staysOnPageWhenArrowKeysArePressed() {
        assertStaysOnArrowKeys(stage.visitor().open(stage.broker().accountPage(), SignInPage::new));
        assertStaysOnArrowKeys(stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(stage.account("Lee"), LinkPage::new));
    }

    @Test
    void keepsLanguageMenuUnderStockTheme() {
        // given
        BrokerRealm realm = stage.broker().further("stock-theme", stage.magento());
        realm.admin().changeRealm(Map.of("loginTheme", "keycloak.v2"));
        Account account = realm.admin().create(Account.called("Lee"));

        // when
        LinkPage link = stage.visitor()
                .open(realm.url("/magento/user"), SignInPage::new)
                .enter(account, LinkPage::new);

        // then
        assertStaysOnArrowKeys(link);
        link.page().locator(LANGUAGES).getByText("Svenska").click();
        assertThat(new LinkPage(link.page()).page().locator("html").getAttribute("lang"))
                .isEqualTo("sv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "sv", "fr", "it", "ja"})
    void fitsTitleOnPhone(String language) {
        // given
        Visitor visitor = stage.visitor(Visitor.speaking(language).setViewportSize(320, 700));
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);

        // then
        assertTitleIsNotSqueezed(signIn, language);
        assertTitleIsNotSqueezed(signIn.enter(stage.account("Lee"), LinkPage::new), language);
    }

    @ParameterizedTest
    @CsvSource({"en, firstName, lastName, Lee Local", "ja, lastName, firstName, Local Lee"})
    void ordersNamePartsByLanguage(String language, String first, String second, String shown) {
        // given
        stage.policy(Policy.before(Duration.ofDays(60)));
        Visitor visitor = stage.visitor(Visitor.speaking(language));

        // when
        UserPage user =
                visitor.open(stage.broker().accountPage(), SignInPage::new).enter(stage.account("Lee"), UserPage::new);

        // then
        assertThat(user.page().locator("#magento-account .magento-person-name").innerText())
                .isEqualTo(shown);
        try (DemoApp app = DemoApp.of(stage.broker())) {
            ProfilePage profile = visitor.open(app.signIn(Map.of("kc_action", "UPDATE_PROFILE")), ProfilePage::new);
            assertThat(profile.page().locator("#firstName, #lastName").all())
                    .extracting(field -> field.getAttribute("id"))
                    .containsExactly(first, second);
        }
    }

    private static void assertTitleIsNotSqueezed(Screen screen, String language) {
        List<?> title = (List<?>) screen.page().evaluate(TITLE);
        assertThat(((Number) title.get(0)).intValue())
                .as("lines of \"%s\" in %s", screen.heading(), language)
                .isLessThanOrEqualTo(2);
        assertThat(((Number) title.get(1)).doubleValue())
                .as("width of \"%s\" in %s", screen.heading(), language)
                .isGreaterThan(0.95);
    }

    private static void assertStaysOnArrowKeys(Screen screen) {
        Page page = screen.page();
        page.evaluate("document.documentElement.dataset.stayed = 'yes'");
        String address = page.url();
        List<Locator> controls = page.locator("a[href], button, input:not([type=hidden]), select, summary")
                .all();
        assertThat(controls).hasSizeGreaterThan(6);
        for (Locator control : controls) {
            if (control.isVisible()) {
                control.focus();
                ARROWS.forEach(page.keyboard()::press);
            }
        }
        assertThat(page.evaluate("document.documentElement.dataset.stayed")).isEqualTo("yes");
        assertThat(page.url()).isEqualTo(address);
    }
}
