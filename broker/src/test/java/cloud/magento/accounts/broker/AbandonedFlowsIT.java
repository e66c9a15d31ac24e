package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ways that are left, lost or gone twice: each ends on a page that tells what to do, and no link is written. */
class AbandonedFlowsIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @AfterEach
    void allTheTimeThatKeycloakGives() {
        secondsForASignIn(1800, 300);
    }

    @Test
    void returnsToLinkPageWhenPreviewIsCancelled() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");

        // when
        LinkPage link = linkPage(stage.visitor(), account)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new)
                .cancel(LinkPage::new);

        // then
        assertThat(link.canBePutOff()).isFalse();
        assertNothingWritten(account, lee);
    }

    @Test
    void linksOtherIdentityChosenAtPreview() {
        // given
        Account account = stage.account("Lee");
        Person wrong = stage.person("Wrong");
        Person right = stage.person("Right");

        // when
        MagentoLoginPage asked = linkPage(stage.visitor(), account)
                .connect(MagentoLoginPage::new)
                .logIn(wrong, PreviewPage::new)
                .useAnother(MagentoLoginPage::new);

        // then
        assertThat(asked.logIn(right, PreviewPage::new).connect(UserPage::new).isConnected())
                .isTrue();
        assertThat(stage.broker().database().linksOfSubject(wrong.subject())).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(right.subject())).hasSize(1);
    }

    @Test
    void returnsToLinkPageWhenUpstreamLoginIsDenied() {
        // given
        Account account = stage.account("Lee");

        // when
        LinkPage link = linkPage(stage.visitor(), account)
                .connect(MagentoLoginPage::new)
                .deny(LinkPage::new);

        // then
        assertThat(link.error()).isPresent();
        assertThat(stage.broker().admin().eventsWith("magento_reference", link.reference()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo("upstream-denied"));
        assertThat(stage.broker().database().links(account)).isEmpty();
    }

    @Test
    void offersRetryWhenUpstreamLoginIsDeniedAtSignIn() {
        // when
        RefusedPage refused = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .deny(RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("upstream-denied");
        assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                .hasSize(1);
        refused.retry(SignInPage::new);
    }

    @Test
    void rejectsAuthorizationResponseWhileProviderIsDisabled() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        MagentoLoginPage away = linkPage(visitor, account).connect(MagentoLoginPage::new);
        int logged = stage.broker().log().end();

        // when
        AnyPage turnedAway;
        stage.broker().admin().enableProvider(Broker.PROVIDER, false);
        try {
            turnedAway = away.logIn(lee, AnyPage::new);
        } finally {
            stage.broker().admin().enableProvider(Broker.PROVIDER, true);
        }

        // then: by Keycloak, before anything of ours is reached
        assertThat(turnedAway.isError()).isTrue();
        assertNothingWritten(account, lee);
        assertThat(stage.broker().log().since(logged)).doesNotContain("Uncaught server error");
        linkPage(stage.visitor(), account);
    }

    @Test
    void linksAfterBrowserBackFromUpstreamLogin() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");

        // when
        LinkPage link = linkPage(stage.visitor(), account)
                .connect(MagentoLoginPage::new)
                .back(LinkPage::new);

        // then
        assertNothingWritten(account, lee);
        UserPage user =
                link.connect(MagentoLoginPage::new).logIn(lee, PreviewPage::new).connect(UserPage::new);
        assertThat(user.isConnected()).isTrue();
    }

    @Test
    void rejectsAuthorizationResponseWithReplayedState() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        MagentoLoginPage magento = linkPage(visitor, account).connect(MagentoLoginPage::new);
        URI sentTo = URI.create(magento.page().url());
        magento.logIn(lee, PreviewPage::new);

        // when: Magento.com answers the same request once more
        RefusedPage refused = visitor.openInNewTab(sentTo, RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("upstream-answer-stale");
        assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                .hasSize(1);
        assertNothingWritten(account, lee);
    }

    @Test
    void rejectsLoginCsrfWithAuthorizationResponseInOtherBrowser() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        MagentoLoginPage magento = linkPage(stage.visitor(), account).connect(MagentoLoginPage::new);

        // when
        RefusedPage refused = stage.visitor()
                .open(URI.create(magento.page().url()), MagentoLoginPage::new)
                .logIn(lee, RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("upstream-answer-stale");
        assertNothingWritten(account, lee);
    }

    @Test
    void keepsPreviewAfterReload() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");

        // when
        PreviewPage again = linkPage(stage.visitor(), account)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new)
                .reload(PreviewPage::new);

        // then
        assertNothingWritten(account, lee);
        assertThat(again.connect(UserPage::new).isConnected()).isTrue();
    }

    @Test
    void returnsToLinkPageWhenCancelledPreviewIsConfirmedInOtherTab() {
        // given: the same page in two tabs, as a duplicated tab is
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        PreviewPage preview =
                linkPage(visitor, account).connect(MagentoLoginPage::new).logIn(lee, PreviewPage::new);
        PreviewPage duplicate = visitor.openInNewTab(URI.create(preview.page().url()), PreviewPage::new);

        // when: one was left for good before the other is used
        preview.cancel(LinkPage::new);
        LinkPage link = duplicate.connect(LinkPage::new);

        // then
        assertThat(link.canBePutOff()).isFalse();
        assertNothingWritten(account, lee);
    }

    @Test
    void restartsSignInAfterTimeoutAtPreview() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        PreviewPage preview = linkPage(stage.visitor(), account)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new);

        // when
        secondsForASignIn(1, 1);
        preview.stayUntilOpenFor(Duration.ofSeconds(3));
        SignInPage begun = preview.connect(SignInPage::new);

        // then
        assertThat(begun.text()).contains("Signing in took too long");
        assertNothingWritten(account, lee);
    }

    @Test
    void linksAccountOnceInTwoTabs() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false));
        LinkPage first = linkPage(visitor, account);
        AnyPage second = visitor.openInNewTab(stage.broker().accountPage(), AnyPage::new);

        // when
        first.connect(MagentoLoginPage::new).logIn(lee, PreviewPage::new).connect(UserPage::new);
        AnyPage after = second.reload(AnyPage::new);

        // then
        assertThat(after.text()).isNotBlank();
        assertThat(stage.broker().database().links(account)).hasSize(1);
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);
    }

    @Test
    void keepsLinkWhenStalePreviewOfOtherBrowserIsConfirmed() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Person other = stage.person("Other");
        Visitor visitor = stage.visitor();
        PreviewPage open =
                linkPage(visitor, account).connect(MagentoLoginPage::new).logIn(other, PreviewPage::new);
        Visitor elsewhere = stage.visitor();
        linkPage(elsewhere, account)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new)
                .connect(UserPage::new);

        // when
        AnyPage after = open.connect(AnyPage::new);

        // then
        assertThat(after.text()).isNotBlank();
        assertThat(stage.broker().database().links(account))
                .singleElement()
                .satisfies(row -> assertThat(row.subject()).isEqualTo(lee.subject()));
        assertThat(stage.broker().database().linksOfSubject(other.subject())).isEmpty();
    }

    @Test
    void explainsMissingCookiesAtSignIn() {
        // given
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);

        // when
        visitor.context().clearCookies();
        AnyPage told = signIn.enter(account, AnyPage::new);

        // then
        assertThat(told.text()).containsIgnoringCase("cookie");
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void explainsMissingCookiesAtLinkPage() {
        // given
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        LinkPage link = linkPage(visitor, account);

        // when
        visitor.context().clearCookies();
        AnyPage told = link.connect(AnyPage::new);

        // then
        assertThat(told.text()).containsIgnoringCase("cookie");
        assertThat(stage.broker().database().links(account)).isEmpty();
    }

    @Test
    void rejectsAuthorizationResponseWithoutCookies() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        MagentoLoginPage magento = linkPage(visitor, account).connect(MagentoLoginPage::new);

        // when
        visitor.context().clearCookies();
        RefusedPage refused = magento.logIn(lee, RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("upstream-answer-stale");
        assertThat(refused.text()).containsIgnoringCase("cookies");
        assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                .hasSize(1);
        assertNothingWritten(account, lee);
    }

    private void secondsForASignIn(int all, int onePage) {
        stage.broker()
                .admin()
                .changeRealm(Map.of("accessCodeLifespanLogin", all, "accessCodeLifespanUserAction", onePage));
    }

    private LinkPage linkPage(Visitor visitor, Account account) {
        return visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, LinkPage::new);
    }

    private void assertNothingWritten(Account account, Person person) {
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(person.subject()))
                .isZero();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .isEmpty();
    }
}
