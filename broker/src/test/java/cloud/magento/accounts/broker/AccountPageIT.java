package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SwitchPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account page itself: safe against other sites, kept by nobody, and usable without a script. */
class AccountPageIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void forbidsClickjackingAndCaching() {
        // given
        UserPage user = signInBeforeTheDeadline(stage.visitor(), stage.account("Lee"));

        // when
        Response response = user.page().reload();

        // then
        assertThat(response.headerValue("X-Frame-Options")).isEqualTo("DENY");
        assertThat(response.headerValue("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(response.headerValue("Cache-Control")).isEqualTo("no-store");
        assertThat(response.headerValue("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "switch", "sign-out"})
    void rejectsCsrfOnEveryAction(String action) {
        // given
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        signInBeforeTheDeadline(visitor, account);

        // when
        APIResponse answer = visitor.context()
                .request()
                .post(
                        stage.broker().realmUrl("/magento/user/" + action).toString(),
                        RequestOptions.create()
                                .setForm(FormData.create().set("stateChecker", "guessed"))
                                .setMaxRedirects(0));

        // then
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers().get("location")).endsWith("/magento/user?notice=outdated");
        assertThat(stage.broker().admin().sessions(account)).isEqualTo(1);
    }

    @Test
    void reloadsOutdatedPageWithNotice() {
        // given: a page that was open before the account was connected in another tab
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        signInBeforeTheDeadline(visitor, account);
        UserPage old = visitor.openInNewTab(stage.broker().accountPage(), UserPage::new);
        old.forgetWhoOpenedIt();

        // when
        UserPage user = old.connect(UserPage::new);

        // then
        assertThat(user.notice().orElse("")).contains("out of date");
        assertThat(user.connect(MagentoLoginPage::new)
                        .logIn(lee, PreviewPage::new)
                        .connect(UserPage::new)
                        .isConnected())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/magento/user?notice=connected",
                "/magento/user?notice=cancelled",
                "/magento/user/returned?kc_action=magento-link&kc_action_status=success",
                "/magento/user/returned?kc_action=magento-link&kc_action_status=cancelled"
            })
    void ignoresForgedNoticeInUrl(String address) {
        // given
        Visitor visitor = stage.visitor();
        signInBeforeTheDeadline(visitor, stage.account("Lee"));

        // when
        UserPage user = visitor.open(stage.broker().realmUrl(address), UserPage::new);

        // then
        assertThat(user.notice()).isEmpty();
    }

    @Test
    void saysOnceWhatCameOfEachDecision() {
        // given
        Person lee = stage.person("Lee");
        Person young = stage.person("Young");
        UserPage user = signInBeforeTheDeadline(stage.visitor(), stage.account("Lee"));
        assertThat(user.notice()).isEmpty();

        // when: cancelled, connected, cancelled the switch, switched
        LinkPage cancelled = user.connect(MagentoLoginPage::new).deny(LinkPage::new);
        user = assertSaidOnce(cancelled.notNow(UserPage::new), "You cancelled.");
        user = assertSaidOnce(
                user.connect(MagentoLoginPage::new).logIn(lee, PreviewPage::new).connect(UserPage::new),
                "now connected to Magento.com");
        user = assertSaidOnce(user.switchAccount(SwitchPage::new).cancel(UserPage::new), "You cancelled.");
        assertSaidOnce(
                user.switchAccount(SwitchPage::new)
                        .goOn(MagentoLoginPage::new)
                        .logIn(lee, SwitchPage::new)
                        .goOn(MagentoLoginPage::new)
                        .logIn(young, PreviewPage::new)
                        .connect(UserPage::new),
                "the new Magento.com account");
    }

    @Test
    void sendsFormOnceHoweverOftenItIsPressed() {
        // given
        UserPage user = signInBeforeTheDeadline(stage.visitor(), stage.account("Lee"));
        List<String> posts = new CopyOnWriteArrayList<>();
        user.page().onRequest(request -> {
            if (request.method().equals("POST")) {
                posts.add(request.url());
            }
        });

        // when: three times in one turn of the browser
        user.page()
                .evaluate("const button = document.querySelector('#magento-connect');"
                        + " button.click(); button.click(); document.querySelector('#magento-sign-out').click();");
        new MagentoLoginPage(user.page());

        // then
        assertThat(posts).singleElement().asString().endsWith("/magento/user/connect");
    }

    @Test
    void showsThatItIsBusyAndIsReadyAgainAfterBack() {
        // given: a form that goes nowhere
        UserPage user = signInBeforeTheDeadline(stage.visitor(), stage.account("Lee"));
        user.page().evaluate("addEventListener('submit', event => event.preventDefault())");

        // when
        Locator button = user.page().locator("#magento-connect");
        button.evaluate("button => button.click()");

        // then
        assertThat(button.getAttribute("class")).contains("magento-is-busy");
        assertThat(user.page().locator("[role=status].magento-busy-words").innerText())
                .isEqualTo("One moment, please.");

        // when
        user.page().evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");

        // then
        assertThat(button.getAttribute("class")).doesNotContain("magento-is-busy");
        assertThat(user.page().locator(".magento-busy-words").count()).isZero();
    }

    @Test
    void linksAndSignsOutWithoutJavaScript() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false));

        // when
        UserPage user = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(stage.broker().database().links(account)).hasSize(1);
        user.signOut(AnyPage::new);
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void pointsToKeycloakAccountConsole() {
        // given
        UserPage user = signInBeforeTheDeadline(stage.visitor(), stage.account("Lee"));

        // then
        assertThat(user.consoleAddress())
                .isEqualTo(stage.broker()
                        .realmUrl("/account?referrer=magento-account-settings")
                        .toString());
    }

    @Test
    void leadsBackFromKeycloakAccountConsole() {
        // given
        Visitor visitor = stage.visitor();
        UserPage user = signInBeforeTheDeadline(visitor, stage.account("Lee"));

        // when
        visitor.firstTab().navigate(user.consoleAddress());
        visitor.firstTab().locator("[data-testid=referrer-link]").click();

        // then
        assertThat(new UserPage(visitor.firstTab()).page().url())
                .startsWith(stage.broker().realmUrl("/magento/user").toString());
    }

    private static UserPage assertSaidOnce(UserPage user, String words) {
        assertThat(user.notice().orElse("")).contains(words);
        UserPage again = user.reload(UserPage::new);
        assertThat(again.notice()).isEmpty();
        return again;
    }

    private UserPage signInBeforeTheDeadline(Visitor visitor, Account account) {
        stage.policy(Policy.before(Duration.ofDays(60)));
        return visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
    }
}
