package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Axe;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.HelpPage;
import cloud.magento.accounts.broker.support.pages.InvitationOverPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SecondFactorPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SignedOutPage;
import cloud.magento.accounts.broker.support.pages.SwitchPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page of ours is without a violation, in light and dark, on a phone and a desk, and never wider than the screen.
 */
class AccessibilityIT {
    private static final String STICKING_OUT = """
            () => [...document.querySelectorAll('body *')]
                .filter(one => one.checkVisibility({visibilityProperty: true}))
                .filter(one => {
                  const box = one.getBoundingClientRect();
                  return box.width > 1 && (box.right > innerWidth + 0.5 || box.left < -0.5);
                })
                .map(one => one.localName + (one.id ? '#' + one.id : '') + ' ' + one.className)
            """;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void showsAccessibleSignInPage() {
        Axe.checkEverywhere(open(SignInPage::new));
    }

    @Test
    void showsAccessibleSignInPageWithError() {
        Axe.checkEverywhere(open(SignInPage::new).enter("nobody", "wrong", SignInPage::new));
    }

    @Test
    void showsAccessibleSignInPageWithOneWayFoldedAway() {
        // given
        stage.policy(Policy.before(Duration.ofDays(60)));

        // when
        SignInPage again = signIn(stage.account("Lee"), UserPage::new)
                .signOut(SignedOutPage::new)
                .signInAgain(SignInPage::new);

        // then
        assertThat(again.folded()).isPresent();
        Axe.checkEverywhere(again);
    }

    @Test
    void showsAccessibleConflict() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);

        // when
        LinkPage conflict = signIn(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(ada, LinkPage::new);

        // then
        assertThat(conflict.used()).isPresent();
        Axe.checkEverywhere(conflict);
    }

    @Test
    void showsAccessibleLinkPageDuringUpstreamOutage() {
        // given
        LinkPage link = signIn(stage.account("Lee"), LinkPage::new);
        stage.magento().misbehave(Endpoint.TOKEN, WireFault.STATUS_503);

        // when
        LinkPage waiting = link.connect(MagentoLoginPage::new).logIn(stage.person("Lee"), LinkPage::new);

        // then
        assertThat(waiting.waits()).isTrue();
        Axe.checkEverywhere(waiting);
    }

    @Test
    void showsAccessibleInvitationThatIsOver() {
        Axe.checkEverywhere(
                stage.visitor().open(stage.broker().realmUrl("/magento/invitation"), InvitationOverPage::new));
    }

    @Test
    void showsAccessibleHelpPageOfWhoIsKnown() {
        Axe.checkEverywhere(signIn(stage.account("Lee"), LinkPage::new).help(HelpPage::new));
    }

    @Test
    void showsAccessibleLinkPage() {
        Axe.checkEverywhere(signIn(stage.account("Lee"), LinkPage::new));
    }

    @Test
    void showsAccessibleLinkPageWithError() {
        Axe.checkEverywhere(signIn(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .deny(LinkPage::new));
    }

    @Test
    void showsAccessibleReminder() {
        stage.policy(Policy.remindingFor(Duration.ofDays(10)).with("linkMaxSkips", "3"));
        Axe.checkEverywhere(signIn(stage.account("Lee"), LinkPage::new));
    }

    @Test
    void showsAccessibleLinkPageAfterLastSkip() {
        // given
        stage.policy(Policy.remindingFor(Duration.ofDays(10)).with("linkMaxSkips", "1"));
        Account account = stage.account("Lee");
        signIn(account, LinkPage::new).notNow(UserPage::new);

        // when
        LinkPage link = signIn(account, LinkPage::new);

        // then
        assertThat(link.canBePutOff()).isFalse();
        assertThat(link.skipsLeft()).isPresent();
        Axe.checkEverywhere(link);
    }

    @Test
    void showsAccessiblePreviewOfLink() {
        Axe.checkEverywhere(signIn(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(stage.person("Lee"), PreviewPage::new));
    }

    @Test
    void showsAccessiblePreviewOfNewAccount() {
        Axe.checkEverywhere(arriveAs(stage.magento().add(Person.called("Nia").unverified()), PreviewPage::new));
    }

    @Test
    void showsAccessibleRefusalWithoutEmail() {
        Axe.checkEverywhere(arriveAs(
                stage.magento()
                        .add(Person.called("Eve")
                                .withEmail(stage.account("Sam").email())
                                .unverified()),
                RefusedPage::new));
    }

    @Test
    void showsAccessibleLoginRequiredPage() {
        Axe.checkEverywhere(signIn(stage.linkedAccount(stage.person("Ada")), LoginRequiredPage::new));
    }

    @Test
    void showsAccessibleProofPage() {
        Axe.checkEverywhere(arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new));
    }

    @Test
    void showsAccessibleProofPageWithError() {
        Axe.checkEverywhere(
                arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new).byPassword("wrong", ProvePage::new));
    }

    @Test
    void showsAccessibleProofPageWithoutPassword() {
        // given
        Account account = stage.account("Sam");
        stage.broker().admin().removePassword(account);

        // when
        ProvePage prove = arriveWithTheEmailOf(account, ProvePage::new);

        // then
        assertThat(prove.asksForAPassword()).isFalse();
        Axe.checkEverywhere(prove);
    }

    @Test
    void showsAccessibleMailedCodePage() {
        Axe.checkEverywhere(
                arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new).byMail(ProveCodePage::new));
    }

    @Test
    void showsAccessibleMailedCodePageWithError() {
        Axe.checkEverywhere(arriveWithTheEmailOf(stage.account("Sam"), ProvePage::new)
                .byMail(ProveCodePage::new)
                .enter("2222-2222", ProveCodePage::new));
    }

    @Test
    void showsAccessibleRefusal() {
        Axe.checkEverywhere(
                open(SignInPage::new).withMagento(MagentoLoginPage::new).deny(RefusedPage::new));
    }

    @Test
    void showsAccessibleRefusalWithSeveralActions() {
        // given
        Account owner = stage.linkedAccount(stage.person("Ada"));

        // when
        RefusedPage refused = arriveWithTheEmailOf(owner, RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("account-already-linked");
        assertThat(refused.waysOn()).isGreaterThan(1);
        Axe.checkEverywhere(refused);
    }

    @Test
    void showsAccessibleRefusalDuringUpstreamOutage() {
        // given
        stage.magento().misbehave(Endpoint.TOKEN, WireFault.STATUS_503);

        // when
        RefusedPage refused = arriveAs(stage.person("Nia"), RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("upstream-unavailable");
        Axe.checkEverywhere(refused);
    }

    @Test
    void showsAccessibleForgottenPasswordPage() {
        Axe.checkEverywhere(open(SignInPage::new).forgotPassword(ForgottenPasswordPage::new));
    }

    @Test
    void showsAccessibleSecondFactorPage() {
        // given
        Account account = stage.account("Sam");
        stage.broker().admin().addSecondFactor(account);
        ProveCodePage codePage = arriveWithTheEmailOf(account, ProvePage::new).byMail(ProveCodePage::new);
        String code = stage.mailbox().await(account.email(), 1).code();

        // when
        SecondFactorPage asked = codePage.enter(code, SecondFactorPage::new);

        // then
        assertThat(asked.text()).contains("contact support");
        Axe.checkEverywhere(asked);
    }

    @Test
    void showsAccessibleSwitchPageBeforeAndAfterProof() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);

        // when
        SwitchPage unproven = arriveAs(ada, UserPage::new).switchAccount(SwitchPage::new);
        Axe.checkEverywhere(unproven);
        SwitchPage proven = unproven.goOn(MagentoLoginPage::new).logIn(ada, SwitchPage::new);

        // then
        Axe.checkEverywhere(proven);
    }

    @Test
    void showsAccessibleSwitchPageWithError() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);

        // when
        SwitchPage denied = arriveAs(ada, UserPage::new)
                .switchAccount(SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .deny(SwitchPage::new);

        // then
        assertThat(denied.error()).isPresent();
        Axe.checkEverywhere(denied);
    }

    @Test
    void showsAccessiblePreviewOfSwitch() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);

        // then
        Axe.checkEverywhere(arriveAs(ada, UserPage::new)
                .switchAccount(SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(ada, SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(stage.person("Young"), PreviewPage::new));
    }

    @Test
    void showsAccessibleAccountPageWhenUnlinked() {
        stage.policy(Policy.before(Duration.ofDays(60)));
        Axe.checkEverywhere(signIn(stage.account("Lee"), UserPage::new));
    }

    @Test
    void showsAccessibleAccountPageWhenLinked() {
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);
        Axe.checkEverywhere(arriveAs(ada, UserPage::new));
    }

    @Test
    void showsAccessibleAccountPageWithNotice() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);

        // when
        UserPage user =
                arriveAs(ada, UserPage::new).switchAccount(SwitchPage::new).cancel(UserPage::new);

        // then
        assertThat(user.notice()).isPresent();
        Axe.checkEverywhere(user);
    }

    @Test
    void showsAccessibleAccountPageWhenOverdueInReportOnlyMode() {
        // given
        stage.policy(Policy.DUE.with("linkReportOnly", "true"));

        // when
        UserPage user = signIn(stage.account("Lee"), UserPage::new);

        // then
        assertThat(user.isConnected()).isFalse();
        Axe.checkEverywhere(user);
    }

    @Test
    void showsAccessibleAccountPageWhenExempt() {
        // given
        Account account = stage.account("Lee");
        stage.broker()
                .server()
                .send(
                        "PUT",
                        "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption",
                        Admin.json(Map.of("until", "2999-01-01T00:00:00Z", "reason", "On leave")))
                .expecting(200);

        // when
        UserPage user = signIn(account, UserPage::new);

        // then
        assertThat(user.isConnected()).isFalse();
        Axe.checkEverywhere(user);
    }

    @Test
    void showsAccessibleHelpPage() {
        Axe.checkEverywhere(stage.visitor().open(stage.broker().realmUrl("/magento/help"), HelpPage::new));
    }

    @Test
    void showsAccessibleErrorAndOutdatedPage() {
        Visitor visitor = stage.visitor();
        Axe.checkEverywhere(visitor.open(stage.broker().realmUrl("/nowhere"), AnyPage::new));
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);
        Axe.checkEverywhere(visitor.open(
                URI.create(signIn.inThisSignIn(stage.broker().realmUrl("/login-actions/authenticate"))
                        + "&session_code=stale&execution=another"),
                AnyPage::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nl", "fr", "ja"})
    void fitsPhoneInLanguagesWithLongWordsOrNoSpaces(String language) {
        // given
        Visitor visitor = stage.visitor(Visitor.speaking(language).setViewportSize(320, 700));
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);

        // then
        assertThat(signIn.page().locator("html").getAttribute("lang")).isEqualTo(language);
        assertFits(signIn);

        // when
        LinkPage link = signIn.enter(stage.account("Bartholomeus"), LinkPage::new);
        assertFits(link);
        PreviewPage preview = link.connect(MagentoLoginPage::new).logIn(stage.person("Bartholomeus"), PreviewPage::new);
        assertFits(preview);
        UserPage user = preview.connect(UserPage::new);

        // then
        assertFits(user);
        assertFits(visitor.open(stage.broker().realmUrl("/magento/help"), HelpPage::new));
        assertFits(visitor.open(stage.broker().realmUrl("/nowhere"), AnyPage::new));
    }

    @Test
    void detectsOverflowingElement() {
        // given
        SignInPage page = stage.visitor(Visitor.speaking("nl").setViewportSize(320, 700))
                .open(stage.broker().accountPage(), SignInPage::new);
        page.page()
                .evaluate("document.querySelector('main').insertAdjacentHTML('beforeend',"
                        + " '<div style=\"overflow: hidden\"><p id=\"wide\" style=\"width: 400px\">wide</p></div>')");

        // then
        assertThatThrownBy(() -> assertFits(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("p#wide");
    }

    @Test
    void detectsAccessibilityViolation() {
        // given
        SignInPage page = open(SignInPage::new);
        page.page().evaluate("document.querySelector('main').append(document.createElement('img'))");

        // then
        assertThatThrownBy(() -> Axe.checkEverywhere(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("image-alt");
    }

    /** Neither the page can be moved to the side nor is anything cut off there. */
    private static void assertFits(Screen screen) {
        assertThat(screen.page().evaluate("document.documentElement.scrollWidth"))
                .as("width of the page at %s", screen.page().url())
                .isEqualTo(320);
        assertThat((List<?>) screen.page().evaluate(STICKING_OUT))
                .as("what sticks out at %s", screen.page().url())
                .isEmpty();
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
