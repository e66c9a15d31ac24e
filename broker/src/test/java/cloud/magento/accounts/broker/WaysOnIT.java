package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SignedOutPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No page leaves a person without a way on, and each step says what came of it. */
class WaysOnIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void endsSessionOfOtherPersonAtGate() {
        // given: a session of before the deadline
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        stage.policy(Policy.before(Duration.ofDays(60)));
        visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
        stage.policy(Policy.DUE);

        // when
        try (DemoApp app = DemoApp.of(stage.broker())) {
            visitor.open(app.signIn(), LinkPage::new).signOut(SignInPage::new);
        }

        // then
        assertThat(stage.broker().admin().sessions(account)).isZero();
        visitor.open(stage.broker().accountPage(), SignInPage::new).enter(stage.account("Sam"), LinkPage::new);
    }

    @Test
    void rejectsCsrfOnGateSignOut() {
        // given
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        stage.policy(Policy.before(Duration.ofDays(60)));
        visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
        stage.policy(Policy.DUE);

        // when
        try (DemoApp app = DemoApp.of(stage.broker())) {
            URI withoutCode = visitor.open(app.signIn(), LinkPage::new)
                    .inThisSignIn(stage.broker().realmUrl("/login-actions/required-action"));
            visitor.context()
                    .request()
                    .post(
                            withoutCode.toString(),
                            RequestOptions.create().setForm(FormData.create().set("action", "sign-out")));
        }

        // then
        assertThat(stage.broker().admin().sessions(account)).isEqualTo(1);
    }

    @Test
    void letsPersonLeaveLoginRequiredPage() {
        Account account = stage.linkedAccount(stage.person("Ada"));

        SignInPage again = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LoginRequiredPage::new)
                .signOut(SignInPage::new);

        assertThat(again.text()).doesNotContain(account.username());
    }

    @Test
    void namesConflictingIdentityAndOffersAnother() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);
        stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("supportUrl", "https://support.example/help"));

        // when
        LinkPage conflict = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(ada, LinkPage::new);

        // then
        assertThat(conflict.used().orElse("")).contains(ada.preferredUsername());
        assertThat(conflict.connectLabel()).isEqualTo("Use another Magento.com account");
        assertThat(conflict.supportAddress()).contains("https://support.example/help");
        conflict.connect(MagentoLoginPage::new);
        stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("supportUrl", ""));
    }

    @Test
    void explainsHowToConnectExistingAccount() {
        SignInPage signIn = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(stage.person("Ada"), PreviewPage::new)
                .haveOneAlready(SignInPage::new);

        assertThat(signIn.alert()).contains("the account you already have here");
        assertThat(signIn.reload(SignInPage::new).alert()).contains("the account you already have here");
        LinkPage link = signIn.enter(stage.account("Ada"), LinkPage::new);
        assertThat(link.text()).doesNotContain("you already have here");
    }

    @Test
    void confirmsCancellation() {
        SignInPage signIn = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(stage.person("Ada"), PreviewPage::new)
                .cancel(SignInPage::new);
        LinkPage link = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(stage.person("Lee"), PreviewPage::new)
                .cancel(LinkPage::new);

        assertThat(signIn.alert()).contains("You cancelled.");
        assertThat(link.notice().orElse("")).contains("You cancelled.");
    }

    @Test
    void confirmsForcedLinkOnce() {
        Visitor visitor = stage.visitor();
        UserPage user = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .enter(stage.account("Lee"), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(stage.person("Lee"), PreviewPage::new)
                .connect(UserPage::new);

        assertThat(user.notice().orElse("")).contains("now connected");
        assertThat(visitor.open(stage.broker().accountPage(), UserPage::new).notice())
                .isEmpty();
    }

    @Test
    void offersNoUpstreamLoginWhileProviderIsDisabled() {
        // given
        Account unlinked = stage.account("Lee");
        Account linked = stage.linkedAccount(stage.person("Ada"));
        stage.broker().admin().enableProvider(Broker.PROVIDER, false);

        // when
        try {
            AnyPage link = stage.visitor()
                    .open(stage.broker().accountPage(), SignInPage::new)
                    .enter(unlinked, AnyPage::new);
            AnyPage login = stage.visitor()
                    .open(stage.broker().accountPage(), SignInPage::new)
                    .enter(linked, AnyPage::new);

            // then
            for (AnyPage page : new AnyPage[] {link, login}) {
                assertThat(page.text()).contains("Magento.com is switched off here at the moment");
                assertThat(page.actions()).containsExactly("retry", "sign-out");
            }
        } finally {
            stage.broker().admin().enableProvider(Broker.PROVIDER, true);
        }
    }

    @Test
    void promisesNoMailWithoutMailServer() {
        // given: a realm that nobody gave a mail server
        BrokerRealm realm = stage.broker().further("without-mail", stage.magento());
        Visitor visitor = stage.visitor();

        // when
        SignInPage signIn = visitor.open(realm.url("/magento/user"), SignInPage::new);

        // then
        assertThat(signIn.offersNewPassword()).isFalse();
        assertThat(visitor.open(
                                signIn.inThisSignIn(realm.url("/login-actions/reset-credentials")),
                                ForgottenPasswordPage::new)
                        .send("nobody", SignInPage::new)
                        .alert())
                .contains("We can’t send email at the moment");
    }

    @Test
    void offersSignInAfterSignOut() {
        stage.policy(Policy.before(Duration.ofDays(60)));
        Account account = stage.account("Lee");

        SignedOutPage signedOut = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, UserPage::new)
                .signOut(SignedOutPage::new);

        signedOut.signInAgain(SignInPage::new).enter(account, UserPage::new);
    }

    @Test
    void hidesUnusableActionsInAccountConsoleOfLinkedAccount() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(ada, UserPage::new);

        // then
        AnyPage signingIn = visitor.open(stage.broker().realmUrl("/account/account-security/signing-in"), AnyPage::new);
        signingIn.awaitText("The password you had here no longer opens your account");
        assertThat(signingIn
                        .page()
                        .locator("[data-testid='password/update'], [data-testid$='credential-list'] button")
                        .count())
                .isZero();
        AnyPage linked =
                visitor.open(stage.broker().realmUrl("/account/account-security/linked-accounts"), AnyPage::new);
        linked.awaitText("Linked accounts");
        assertThat(linked.page().getByText("Unlink account").count()).isZero();
    }
}
