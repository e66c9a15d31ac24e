package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.OtherProvider;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RegistrationPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext.ClearCookiesOptions;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever came from Magento.com for the first time and takes another way in the same tab, as a link or a hand-written
 * address leads him: wherever it ends, nothing is tied that was not shown and proven.
 */
class FirstLoginDetoursIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void discardsMailedCodeAfterRestart() {
        // given: the page for the code in two tabs
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        ProveCodePage page = arriveAs(visitor, sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);
        ProveCodePage duplicate = visitor.openInNewTab(URI.create(page.page().url()), ProveCodePage::new);

        // when
        visitor.open(inTab(page, "restart"), SignInPage::new);
        AnyPage after = duplicate.enter(code, AnyPage::new);

        // then
        assertThat(after.heading()).isEqualTo("This page is out of date");
        assertNothingTied(account, sam);
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void showsPreviewAgainAfterRestartAsOtherAccount() {
        // given
        Account account = stage.account("Sam");
        Account other = stage.account("Olga");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        ProvePage prove = arriveAs(visitor, sam, ProvePage::new);

        // when
        LinkPage link = visitor.open(inTab(prove, "restart"), SignInPage::new).enter(other, LinkPage::new);

        // then
        assertNothingTied(account, sam);
        assertNothingTied(other, sam);
        PreviewPage preview = link.connect(PreviewPage::new);
        assertThat(preview.account()).contains(other.username());
        assertThat(preview.upstream()).contains(sam.preferredUsername());
        assertNothingTied(other, sam);
    }

    @Test
    void showsPreviewAgainAfterPasswordLoginDuringFirstLogin() {
        // given
        Account account = stage.account("Sam");
        Person nia = stage.person("Nia");
        Visitor visitor = stage.visitor();
        PreviewPage preview = arriveAs(visitor, nia, PreviewPage::new);

        // when
        LinkPage link =
                visitor.open(inTab(preview, "authenticate"), SignInPage::new).enter(account, LinkPage::new);

        // then
        assertNothingTied(account, nia);
        PreviewPage asked = link.connect(PreviewPage::new);
        assertThat(asked.createsAnAccount()).isFalse();
        assertThat(asked.account()).contains(account.username());
        assertThat(asked.upstream()).contains(nia.preferredUsername());
        assertNothingTied(account, nia);
        assertNoAccountFor(nia);
    }

    @Test
    void rejectsPasswordResetAsProofOfMatchedAccount() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        ProvePage prove = arriveAs(visitor, sam, ProvePage::new);

        // when
        AnyPage after = visitor.open(forgottenPassword(visitor, prove, account), AnyPage::new);

        // then
        assertVetoed(after, account);
        assertNothingTied(account, sam);
    }

    @Test
    void rejectsLinkOfNewcomerToAccountOfPasswordReset() {
        // given
        Account account = stage.account("Sam");
        Person nia = stage.person("Nia");
        Visitor visitor = stage.visitor();
        PreviewPage preview = arriveAs(visitor, nia, PreviewPage::new);

        // when
        AnyPage after = visitor.open(forgottenPassword(visitor, preview, account), AnyPage::new);

        // then
        assertVetoed(after, account);
        assertNothingTied(account, nia);
        assertNoAccountFor(nia);
    }

    @Test
    void linksNothingAfterRegistrationDetour() {
        // given
        Person nia = stage.person("Nia");
        Account registered = Account.called("Nora");
        Visitor visitor = stage.visitor();
        PreviewPage preview = arriveAs(visitor, nia, PreviewPage::new);
        stage.broker().admin().changeRealm(Map.of("registrationAllowed", true));
        try {
            // when
            LinkPage link = visitor.open(inTab(preview, "registration"), RegistrationPage::new)
                    .submit(registered, LinkPage::new);

            // then
            assertThat(link.account()).contains(registered.username());
            Account made = stage.broker().admin().account(registered.username(), registered.password());
            assertNothingTied(made, nia);
            assertThat(stage.broker().admin().sessions(made)).isZero();
            assertNoAccountFor(nia);
        } finally {
            stage.broker().admin().changeRealm(Map.of("registrationAllowed", false));
        }
    }

    @Test
    void rejectsLinkOfNewcomerToAccountOfOtherProviderLogin() {
        // given: Mallory's account is known by another provider
        Account account = stage.account("Mallory");
        Person nia = stage.person("Nia");
        try (OtherProvider other = OtherProvider.of(stage.broker())) {
            Person mallory = other.upstream().add(Person.called("Mallory"));
            stage.broker().admin().link(account, other.alias(), mallory.subject(), mallory.preferredUsername());
            Visitor visitor = stage.visitor();
            PreviewPage preview = arriveAs(visitor, nia, PreviewPage::new);

            // when
            AnyPage after =
                    visitor.open(by(other, preview), MagentoLoginPage::new).logIn(mallory, AnyPage::new);

            // then
            assertVetoed(after, account);
            assertNothingTied(account, nia);
            assertNoAccountFor(nia);
        }
    }

    @Test
    void rejectsOtherProviderLoginAsProofOfMatchedAccount() {
        // given: the matched account itself is known by another provider
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        try (OtherProvider other = OtherProvider.of(stage.broker())) {
            Person mallory = other.upstream().add(Person.called("Mallory"));
            stage.broker().admin().link(account, other.alias(), mallory.subject(), mallory.preferredUsername());
            Visitor visitor = stage.visitor();
            ProvePage prove = arriveAs(visitor, sam, ProvePage::new);

            // when
            AnyPage after =
                    visitor.open(by(other, prove), MagentoLoginPage::new).logIn(mallory, AnyPage::new);

            // then
            assertVetoed(after, account);
            assertNothingTied(account, sam);
        }
    }

    @Test
    void keepsPreviewOfFirstNewcomerAfterOtherProviderLogin() {
        // given
        Person nia = stage.person("Nia");
        try (OtherProvider other = OtherProvider.of(stage.broker())) {
            Person mallory = other.upstream().add(Person.called("Mallory"));
            Visitor visitor = stage.visitor();
            PreviewPage preview = arriveAs(visitor, nia, PreviewPage::new);

            // when
            PreviewPage still =
                    visitor.open(by(other, preview), MagentoLoginPage::new).logIn(mallory, PreviewPage::new);

            // then: it is still she who came first
            assertThat(still.account()).contains(nia.preferredUsername());
            assertThat(still.upstream()).contains(String.valueOf(nia.email()));
            assertNoAccountFor(nia);
            assertNoAccountFor(mallory);
        }
    }

    @Test
    void rejectsAfterFirstLoginUrlOpenedByHand() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        ProvePage prove = arriveAs(visitor, sam, ProvePage::new);

        // when
        AnyPage after = visitor.open(
                prove.inThisSignInOnce(stage.broker().realmUrl("/broker/after-first-broker-login")), AnyPage::new);

        // then
        assertThat(after.isError()).isTrue();
        assertNothingTied(account, sam);
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void showsOtherIdentityAfterRestart() {
        // given
        Person nia = stage.person("Nia");
        Person zoe = stage.person("Zoe");
        Visitor visitor = stage.visitor();
        PreviewPage preview = arriveAs(visitor, nia, PreviewPage::new);
        SignInPage signIn = visitor.open(inTab(preview, "authenticate"), SignInPage::new);
        signedOutOfMagento(visitor);

        // when
        AnyPage after = signIn.withMagento(MagentoLoginPage::new).logIn(zoe, AnyPage::new);

        // then
        assertNoAccountFor(nia);
        assertNoAccountFor(zoe);

        // when
        PreviewPage shown =
                visitor.open(inTab(after, "restart"), SignInPage::new).withMagento(PreviewPage::new);

        // then
        assertThat(shown.account()).contains(zoe.preferredUsername());
        assertNoAccountFor(nia);
        assertNoAccountFor(zoe);
    }

    @Test
    void rejectsForgedChoiceOfOtherFlowStepAsProof() {
        // given: Keycloak lets people choose among the steps of a flow, by a form that anybody can write
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Person nia = stage.person("Nia");
        AnyPage choice =
                arriveAs(stage.visitor(), nia, PreviewPage::new).forge(Map.of("tryAnotherWay", "on"), AnyPage::new);
        List<String> steps = choice.page().locator("[name=authenticationExecution]").all().stream()
                .map(step -> String.valueOf(step.getAttribute("value")))
                .toList();
        assertThat(steps).hasSize(2);

        for (String step : steps) {
            // when
            Map<String, String> chosen = Map.of("authenticationExecution", step);
            AnyPage matched = arriveAs(stage.visitor(), sam, ProvePage::new).forge(chosen, AnyPage::new);
            AnyPage unmatched = arriveAs(stage.visitor(), nia, PreviewPage::new).forge(chosen, AnyPage::new);

            // then: Keycloak refuses one of the two for the matched account
            assertThat(matched.isError() || matched.heading().equals("Is this account yours?"))
                    .as(matched.heading())
                    .isTrue();
            assertThat(unmatched.heading()).isEqualTo("Create an account here?");
            assertNothingTied(account, sam);
            assertThat(stage.broker().admin().usersWithEmail(account.email())).hasSize(1);
            assertNoAccountFor(nia);
        }
    }

    private <T extends Screen> T arriveAs(Visitor visitor, Person person, Function<Page, T> next) {
        return visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, next);
    }

    /** Asks for a new password in the page's tab and returns the link that is mailed. */
    private URI forgottenPassword(Visitor visitor, Screen page, Account account) {
        visitor.open(inTab(page, "reset-credentials"), ForgottenPasswordPage::new)
                .send(account.username(), SignInPage::new);
        return stage.mailbox().await(account.email(), "Reset password").link();
    }

    /** The address that leads to the other provider from the page's sign-in. */
    private URI by(OtherProvider other, Screen page) {
        return page.inThisSignInOnce(stage.broker().realmUrl("/broker/" + other.alias() + "/login"));
    }

    /** The beginning of another of Keycloak's ways in the page's sign-in. */
    private URI inTab(Screen page, String way) {
        return page.inThisSignIn(stage.broker().realmUrl("/login-actions/" + way));
    }

    private String mailedCode(Account account) {
        return stage.mailbox()
                .await(account.email(), "Your code to connect with Magento.com")
                .code();
    }

    /** Magento.com asks whoever comes next who he is. */
    private static void signedOutOfMagento(Visitor visitor) {
        visitor.context().clearCookies(new ClearCookiesOptions().setDomain("127.0.0.1"));
    }

    /** The link was on its way, and was refused as one that was not proven in this sign-in. */
    private void assertVetoed(AnyPage page, Account account) {
        assertThat(page.isError()).isTrue();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK_ERROR"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo("proof-failed"));
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    private void assertNothingTied(Account account, Person person) {
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().database().subjectsOf(account)).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(person.subject()))
                .isZero();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .isEmpty();
    }

    private void assertNoAccountFor(Person person) {
        List<JsonNode> users = stage.broker().admin().usersWithEmail(String.valueOf(person.email()));
        assertThat(users).isEmpty();
        assertThat(stage.broker().database().ownersOf(person.subject())).isEmpty();
    }
}
