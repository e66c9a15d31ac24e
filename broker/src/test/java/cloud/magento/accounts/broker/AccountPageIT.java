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
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
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

    @Test
    void ignoresForgedConnectedNoticeInUrl() {
        // given
        Visitor visitor = stage.visitor();
        signInBeforeTheDeadline(visitor, stage.account("Lee"));

        // when
        UserPage user = visitor.open(stage.broker().realmUrl("/magento/user?notice=connected"), UserPage::new);

        // then
        assertThat(user.notice()).isEmpty();
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
                .isEqualTo(stage.broker().realmUrl("/account").toString());
    }

    private UserPage signInBeforeTheDeadline(Visitor visitor, Account account) {
        stage.policy(Policy.before(Duration.ofDays(60)));
        return visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
    }
}
