package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Axe;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page of ours is without a violation, in light and dark, on a phone and a desk, and never wider than the screen. */
class AccessibilityIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void theSignInPage() {
        assertAccessible(open(SignInPage::new));
    }

    @Test
    void theSignInPageWithAnError() {
        assertAccessible(open(SignInPage::new).enter("nobody", "wrong", SignInPage::new));
    }

    @Test
    void theQuestionToConnect() {
        assertAccessible(signIn(stage.account("Lee"), LinkPage::new));
    }

    @Test
    void theQuestionToConnectAfterAFailure() {
        assertAccessible(signIn(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .deny(LinkPage::new));
    }

    @Test
    void theReminder() {
        stage.policy(Policy.remindingFor(Duration.ofDays(10)).with("linkMaxSkips", "3"));
        assertAccessible(signIn(stage.account("Lee"), LinkPage::new));
    }

    @Test
    void thePreviewOfALink() {
        assertAccessible(signIn(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(stage.person("Lee"), PreviewPage::new));
    }

    @Test
    void thePreviewOfANewAccount() {
        assertAccessible(arriveAs(stage.magento().add(Person.called("Nia").unverified()), PreviewPage::new));
    }

    @Test
    void thePageThatLeadsALinkedAccountToMagento() {
        assertAccessible(signIn(stage.linkedAccount(stage.person("Ada")), LoginRequiredPage::new));
    }

    @Test
    void theProofOfAnAccount() {
        assertAccessible(arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new));
    }

    @Test
    void theProofOfAnAccountWithAnError() {
        assertAccessible(
                arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new).byPassword("wrong", ProvePage::new));
    }

    @Test
    void theCodeFromTheMail() {
        assertAccessible(
                arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new).byMail(ProveCodePage::new));
    }

    @Test
    void theCodeFromTheMailWithAnError() {
        assertAccessible(arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new)
                .byMail(ProveCodePage::new)
                .enter("2222-2222", ProveCodePage::new));
    }

    @Test
    void aRefusal() {
        assertAccessible(
                open(SignInPage::new).withMagento(MagentoLoginPage::new).deny(RefusedPage::new));
    }

    @Test
    void theAccountPageOfAnUnlinkedAccount() {
        stage.policy(Policy.before(Duration.ofDays(60)));
        assertAccessible(signIn(stage.account("Lee"), UserPage::new));
    }

    @Test
    void theAccountPageOfALinkedAccount() {
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);
        assertAccessible(arriveAs(ada, UserPage::new));
    }

    @Test
    void whatIsWrongIsFound() {
        // given
        SignInPage page = open(SignInPage::new);
        page.page().evaluate("document.querySelector('main').append(document.createElement('img'))");

        // then
        assertThatThrownBy(() -> assertAccessible(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("image-alt");
    }

    private static void assertAccessible(Screen screen) {
        for (int width : List.of(1280, 320)) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                screen.page().setViewportSize(width, 900);
                screen.page().emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
                Axe.check(screen, scheme + " at " + width + " px");
            }
            assertThat(screen.page().evaluate("document.documentElement.scrollWidth"))
                    .as("width of the page at %s px", width)
                    .isEqualTo(width);
        }
    }

    private <T extends Screen> T open(Function<Page, T> page) {
        return stage.visitor().open(stage.broker().accountPage(), page);
    }

    private <T extends Screen> T signIn(Account account, Function<Page, T> next) {
        return open(SignInPage::new).enter(account, next);
    }

    private <T extends Screen> T arriveAs(Person person, Function<Page, T> next) {
        return open(SignInPage::new).withMagento(MagentoLoginPage::new).logIn(person, next);
    }

    private <T extends Screen> T arriveWithTheEmailOf(Account account, Function<Page, T> next) {
        return arriveAs(stage.magento().add(Person.called("Sam").withEmail(account.email())), next);
    }
}
