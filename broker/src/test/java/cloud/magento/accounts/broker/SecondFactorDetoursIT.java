package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.OtherProvider;
import cloud.magento.accounts.broker.support.RecoveryCodes;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OneTimeCodePage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.SecondFactorPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who reads the mails of an account that has a second factor cannot tie it without that factor: not by a link out of a
 * mail, and by no way round the page that asks for it.
 */
class SecondFactorDetoursIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void requiresSecondFactorAfterPasswordResetMail() {
        // given
        Account account = withSecondFactor();
        Person person = stage.person("Lee");
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new)
                .forgotPassword(ForgottenPasswordPage::new)
                .send(account.username(), SignInPage::new);
        LinkPage link = visitor.open(
                stage.mailbox().await(account.email(), "Reset password").link(), LinkPage::new);

        // when
        OneTimeCodePage asked = connect(link, person);

        // then
        assertNotLinked(account, person);

        // when
        OneTimeCodePage again = asked.enter(OneTimeCodes.wrong(), OneTimeCodePage::new);

        // then
        assertNotLinked(account, person);

        // when
        again.enter(OneTimeCodes.now(), AnyPage::new);

        // then
        assertProvenByMail(account, person);
    }

    @Test
    void asksForSignInWhereNoPageOfTheGateCanAskForTheFactor() {
        // given
        Account account = stage.account("Lee");
        stage.broker().admin().change(account, Map.of("credentials", List.of(RecoveryCodes.credential())));
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new)
                .forgotPassword(ForgottenPasswordPage::new)
                .send(account.username(), SignInPage::new);
        LinkPage link = visitor.open(
                stage.mailbox().await(account.email(), "Reset password").link(), LinkPage::new);

        // when
        SignInPage again = link.connect(SignInPage::new);

        // then
        assertThat(again.text()).contains("A link from an email is not enough for this account");
        assertThat(stage.broker().admin().federatedIdentities(account)).isEmpty();
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void saysToWaitWhereCodesComeTooQuickly() {
        // given
        stage.broker().admin().changeRealm(Map.of("quickLoginCheckMilliSeconds", 600_000));
        try {
            Account account = withSecondFactor();
            Person person = stage.person("Lee");
            Visitor visitor = stage.visitor();
            visitor.open(stage.broker().accountPage(), SignInPage::new)
                    .forgotPassword(ForgottenPasswordPage::new)
                    .send(account.username(), SignInPage::new);
            LinkPage link = visitor.open(
                    stage.mailbox().await(account.email(), "Reset password").link(), LinkPage::new);

            // when: twice wrong, and then right while the account is locked
            OneTimeCodePage locked = connect(link, person)
                    .enter(OneTimeCodes.wrong(), OneTimeCodePage::new)
                    .enter(OneTimeCodes.wrong(), OneTimeCodePage::new)
                    .enter(OneTimeCodes.now(), OneTimeCodePage::new);

            // then
            assertThat(locked.text()).contains("Please wait a minute").doesNotContain("Invalid authenticator code");
            assertNotLinked(account, person);
        } finally {
            stage.broker().admin().changeRealm(Map.of("quickLoginCheckMilliSeconds", 1000));
        }
    }

    @Test
    void requiresSecondFactorAfterAdministratorMail() {
        // given
        Account account = withSecondFactor();
        Person person = stage.person("Lee");
        stage.broker()
                .server()
                .send(
                        "PUT",
                        "/" + Broker.REALM + "/users/" + account.id() + "/execute-actions-email",
                        Admin.json(List.of("UPDATE_PASSWORD")))
                .expecting(204);
        Page page = stage.visitor()
                .open(stage.mailbox().await(account.email(), 1).link(), AnyPage::new)
                .page();
        page.locator("a[href*='/login-actions/action-token']").first().click();

        // when
        OneTimeCodePage asked = connect(new LinkPage(page), person);

        // then
        assertNotLinked(account, person);

        // when
        asked.enter(OneTimeCodes.now(), AnyPage::new);

        // then
        assertProvenByMail(account, person);
    }

    @Test
    void rejectsPasswordResetAroundSecondFactor() {
        // given
        Account account = withSecondFactor();
        Person owner = stage.magento().add(Person.called("Owner").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        SecondFactorPage asked = proveByMail(visitor, account, owner);

        // when
        visitor.open(
                        asked.inThisSignIn(stage.broker().realmUrl("/login-actions/reset-credentials")),
                        ForgottenPasswordPage::new)
                .send(account.username(), SignInPage::new);
        AnyPage after = visitor.open(
                stage.mailbox().await(account.email(), "Reset password").link(), AnyPage::new);

        // then
        assertThat(after.text()).isNotBlank();
        assertNotLinked(account, owner);
    }

    @Test
    void rejectsOtherProviderLoginAroundSecondFactor() {
        // given
        Account account = withSecondFactor();
        Person owner = stage.magento().add(Person.called("Owner").withEmail(account.email()));
        try (OtherProvider other = OtherProvider.of(stage.broker())) {
            Person mallory = other.upstream().add(Person.called("Mallory"));
            stage.broker().admin().link(account, other.alias(), mallory.subject(), mallory.preferredUsername());
            Visitor visitor = stage.visitor();
            SecondFactorPage asked = proveByMail(visitor, account, owner);

            // when
            AnyPage after = visitor.open(
                            asked.inThisSignInOnce(stage.broker().realmUrl("/broker/" + other.alias() + "/login")),
                            MagentoLoginPage::new)
                    .logIn(mallory, AnyPage::new);

            // then
            assertThat(after.text()).isNotBlank();
            assertThat(stage.broker().database().links(account)).isEmpty();
            assertThat(stage.broker().database().ownersOf(owner.subject())).isEmpty();
        }
    }

    @Test
    void rejectsAfterFirstLoginUrlAroundSecondFactor() {
        // given
        Account account = withSecondFactor();
        Person owner = stage.magento().add(Person.called("Owner").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        SecondFactorPage asked = proveByMail(visitor, account, owner);

        // when
        AnyPage after = visitor.open(
                asked.inThisSignInOnce(stage.broker().realmUrl("/broker/after-first-broker-login")), AnyPage::new);

        // then
        assertThat(after.isError()).isTrue();
        assertNotLinked(account, owner);
    }

    private Account withSecondFactor() {
        Account account = stage.account("Lee");
        stage.broker().admin().change(account, Map.of("credentials", List.of(OneTimeCodes.credential())));
        return account;
    }

    private static OneTimeCodePage connect(LinkPage link, Person person) {
        return link.connect(MagentoLoginPage::new)
                .logIn(person, PreviewPage::new)
                .connect(OneTimeCodePage::new);
    }

    private SecondFactorPage proveByMail(Visitor visitor, Account account, Person owner) {
        ProveCodePage codePage = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(owner, ProvePage::new)
                .byMail(ProveCodePage::new);
        String code = stage.mailbox().await(account.email(), 1).code();
        return codePage.enter(code, SecondFactorPage::new);
    }

    private void assertNotLinked(Account account, Person person) {
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().database().subjectsOf(account)).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(person.subject()))
                .isZero();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .isEmpty();
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    private void assertProvenByMail(Account account, Person person) {
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(tuple(person.subject(), "mail"));
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_proof")).isEqualTo("mail"));
    }
}
