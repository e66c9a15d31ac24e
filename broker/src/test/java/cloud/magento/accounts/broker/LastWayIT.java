package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SignedOutPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in page offers first what succeeded last in this browser, and tells nothing of any account by it. */
class LastWayIT {
    private static final String COOKIE = "MAGENTO_LAST_WAY";

    @RegisterExtension
    final Stage stage = new Stage();

    @BeforeEach
    void beforeTheDeadline() {
        stage.policy(Policy.before(Duration.ofDays(60)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void offersPasswordFirstAfterPassword(boolean scripts) {
        // given
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(scripts));
        SignInPage first = open(visitor);
        assertThat(first.folded()).isEmpty();
        assertThat(first.mainWay()).isEqualTo("social-magento");

        // when
        SignInPage again = signOut(first.enter(account, UserPage::new));

        // then
        assertThat(again.mainWay()).isEqualTo("kc-login");
        assertThat(again.showsMagento()).isFalse();
        assertThat(again.folded()).contains("Sign in with Magento.com instead");
        assertThat(cookie(visitor)).hasValueSatisfying(cookie -> {
            assertThat(cookie.value).isEqualTo("password");
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.secure).isTrue();
            assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
            assertThat(cookie.path).isEqualTo(stage.broker().realmUrl("/").getPath());
        });

        // when: folded away is not gone
        again.withMagento(MagentoLoginPage::new);
    }

    @Test
    void offersMagentoFirstAfterMagentoByKeyboardAlone() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();

        // when
        SignInPage again =
                signOut(open(visitor).withMagento(MagentoLoginPage::new).logIn(ada, UserPage::new));

        // then
        assertThat(again.mainWay()).isEqualTo("social-magento");
        assertThat(again.showsPassword()).isFalse();
        assertThat(again.text()).doesNotContain(account.username()).doesNotContain(ada.preferredUsername());
        assertThat(cookie(visitor).map(cookie -> cookie.value)).contains("magento");

        // when
        again.page().locator("#social-magento").focus();
        again.page().keyboard().press("Tab");
        again.page().keyboard().press("Enter");

        // then
        assertThat(again.showsPassword()).isTrue();
    }

    @Test
    void remembersNothingOfWhatDidNotSucceed() {
        // given
        Account linked = stage.linkedAccount(stage.person("Ada"));
        stage.policy(Policy.DUE);
        Visitor visitor = stage.visitor();

        // when: a wrong password, a name that is nobody's, and a right password that opens nothing
        open(visitor).enter(linked.username(), "wrong", SignInPage::new);
        open(visitor).enter("nobody", "wrong", SignInPage::new);
        open(visitor).enter(linked, LoginRequiredPage::new);

        // then
        assertThat(cookie(visitor)).isEmpty();
        assertThat(open(visitor).folded()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "PASSWORD", "magento.com", "%3Cscript%3E", "password&magento"})
    void ignoresWrongValue(String value) {
        // given
        Visitor visitor = stage.visitor();
        URI realm = stage.broker().realmUrl("/");
        visitor.context().addCookies(List.of(new Cookie(COOKIE, value).setUrl(realm.toString())));

        // when
        SignInPage page = open(visitor);

        // then
        assertThat(page.folded()).isEmpty();
        assertThat(page.mainWay()).isEqualTo("social-magento");
    }

    @Test
    void unfoldsBothWaysOncePasswordDoesNotFit() {
        // given
        Account account = stage.account("Lee");
        SignInPage again = signOut(open(stage.visitor()).enter(account, UserPage::new));

        // when
        SignInPage wrong = again.enter(account.username(), "wrong", SignInPage::new);

        // then
        assertThat(wrong.fieldError()).isPresent();
        assertThat(wrong.showsPassword()).isTrue();
        assertThat(wrong.showsMagento()).isTrue();
    }

    private SignInPage open(Visitor visitor) {
        return visitor.open(stage.broker().accountPage(), SignInPage::new);
    }

    private static SignInPage signOut(UserPage user) {
        return user.signOut(SignedOutPage::new).signInAgain(SignInPage::new);
    }

    private static Optional<Cookie> cookie(Visitor visitor) {
        return visitor.context().cookies().stream()
                .filter(cookie -> cookie.name.equals(COOKIE))
                .findFirst();
    }
}
