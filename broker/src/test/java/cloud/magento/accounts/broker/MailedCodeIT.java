package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The code mailed to an account proves it once, after a few tries at most, and only to the identity that asked for it.
 */
class MailedCodeIT {
    private static final String WRONG = "2222-2222";
    private static final int TRIES = 5;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void ignoresMailedCodeReplayInOtherTab() {
        // given: the page in two tabs, as a duplicated tab is; without a script, that would take the other one along
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false));
        ProveCodePage page = arriveAs(visitor, sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);
        URI address = page.inThisSignIn(stage.broker().realmUrl("/login-actions/first-broker-login"));
        ProveCodePage duplicate = visitor.openInNewTab(address, ProveCodePage::new);

        // when
        visitor.open(address, ProveCodePage::new).enter(code, UserPage::new);
        List<LinkRow> links = stage.broker().database().links(account);
        AnyPage after = duplicate.enter(code, AnyPage::new);

        // then
        assertThat(links).extracting(LinkRow::subject, LinkRow::proof).hasSize(1);
        assertThat(stage.broker().database().links(account)).isEqualTo(links);
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);
        assertThat(stage.broker().admin().sessions(account)).isEqualTo(1);
    }

    @Test
    void rejectsMailedCodeReplayAfterUnlinking() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        ProveCodePage page = arriveAs(visitor, sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);
        page.enter(code, UserPage::new).signOut(AnyPage::new);
        stage.broker().admin().unlink(account, Broker.PROVIDER);

        // when
        RefusedPage refused =
                arriveAs(visitor, sam, ProvePage::new).forge(Map.of("action", "code", "code", code), RefusedPage::new);

        // then
        assertRefused(refused, "proof-expired");
        assertNotLinked(account, sam);
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);
    }

    @Test
    void stopsBruteForceOfMailedCodeAfterFiveTries() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        ProveCodePage page = arriveAs(stage.visitor(), sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);

        // when
        for (int tries = 1; tries < TRIES; tries++) {
            page = page.enter(WRONG, ProveCodePage::new);
            assertThat(page.codeError()).isPresent();
        }
        RefusedPage over = page.enter(WRONG, RefusedPage::new);

        // then
        assertRefused(over, "proof-expired");
        assertThat(wrongTriesOf(account)).hasSize(TRIES - 1);

        // when
        RefusedPage refused =
                over.reload(ProvePage::new).forge(Map.of("action", "code", "code", code), RefusedPage::new);

        // then
        assertRefused(refused, "proof-expired");
        assertNotLinked(account, sam);
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .isEmpty();
    }

    @Test
    void rejectsMailedCodeForOtherIdentity() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Person eve = stage.magento().add(Person.called("Eve").withEmail(account.email()));
        ProveCodePage page = arriveAs(stage.visitor(), sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);

        // when
        RefusedPage refused = page.useAnother(MagentoLoginPage::new)
                .logIn(eve, ProvePage::new)
                .forge(Map.of("action", "code", "code", code), RefusedPage::new);

        // then
        assertRefused(refused, "proof-expired");
        assertNotLinked(account, sam);
        assertNotLinked(account, eve);
    }

    @Test
    void rejectsMailedCodeForOtherAccount() {
        // given: an identity whose address is first one account's and then another's
        Account account = stage.account("Sam");
        Account other = stage.account("Olga");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        ProveCodePage page = arriveAs(stage.visitor(), sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);
        Person moved = stage.magento().add(sam.withEmail(other.email()));

        // when
        RefusedPage refused = page.useAnother(MagentoLoginPage::new)
                .logIn(moved, ProvePage::new)
                .forge(Map.of("action", "code", "code", code), RefusedPage::new);

        // then
        assertRefused(refused, "proof-expired");
        assertNotLinked(account, sam);
        assertNotLinked(other, sam);
    }

    private <T extends Screen> T arriveAs(Visitor visitor, Person person, Function<Page, T> next) {
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);
        MagentoLoginPage magento = signIn.withMagento(MagentoLoginPage::new);
        return magento.logIn(person, next);
    }

    private String mailedCode(Account account) {
        return stage.mailbox()
                .await(account.email(), "Your code to connect with Magento.com")
                .code();
    }

    private List<UserEvent> wrongTriesOf(Account account) {
        return stage.broker().admin().events(account).stream()
                .filter(event -> "proof-failed".equals(event.details().get("magento_reason")))
                .toList();
    }

    private void assertRefused(RefusedPage refused, String reason) {
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
    }

    private void assertNotLinked(Account account, Person person) {
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().admin().federatedIdentities(account)).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(person.subject()))
                .isZero();
    }
}
