package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever comes from Magento.com without an account of theirs being known here. */
class UpstreamFirstIT {
    private static final Pattern CODE = Pattern.compile("\\b[2-9B-DF-HJ-NP-TV-Z]{4}-[2-9B-DF-HJ-NP-TV-Z]{4}\\b");

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void createsLinkedAccountForUnknownIdentity() {
        // given
        Person nia = stage.person("Nia");

        // when
        PreviewPage preview = arriveAs(nia, PreviewPage::new);

        // then
        assertThat(preview.createsAnAccount()).isTrue();
        assertThat(preview.account()).contains(nia.preferredUsername());
        assertThat(preview.upstream()).contains(emailOf(nia));
        assertThat(stage.broker().admin().usersWithEmail(emailOf(nia))).isEmpty();

        // when
        UserPage user = preview.connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        JsonNode created = onlyUserWithEmail(emailOf(nia));
        assertThat(created.get("emailVerified").asBoolean()).isTrue();
        assertThat(stage.broker().database().linksOfSubject(nia.subject()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.userId()).isEqualTo(created.get("id").asText());
                    assertThat(row.proof()).isEqualTo("new-account");
                });
        assertThat(eventsOf(created, "REGISTER"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.detail("identity_provider")).isEqualTo("magento"));
    }

    @Test
    void rejectsUnknownIdentityWhenNewAccountsAreClosed() {
        // given
        stage.policy(Policy.DUE.with("newAccounts", "false"));
        Person nia = stage.person("Nia");

        // when
        RefusedPage refused = arriveAs(nia, RefusedPage::new);

        // then
        assertRefused(refused, "new-accounts-closed");
        assertThat(stage.broker().admin().usersWithEmail(emailOf(nia))).isEmpty();
    }

    @Test
    void linksByProofOfPassword() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        ProvePage prove = arriveAs(sam, ProvePage::new);

        // then
        assertThat(prove.text()).contains(account.email()).contains(sam.preferredUsername());
        assertThat(stage.broker().database().links(account)).isEmpty();

        // when
        UserPage user = prove.byPassword(account.password(), UserPage::new);

        // then
        assertThat(user.you()).contains(account.email());
        assertLinked(account, sam, "password");
    }

    @Test
    void rejectsWrongPasswordAndCountsItForBruteForce() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        ProvePage again = arriveAs(sam, ProvePage::new).byPassword("wrong", ProvePage::new);

        // then
        assertThat(again.passwordError()).isPresent();
        assertThat(stage.broker().admin().failedLoginsOnceCounted(account)).isEqualTo(1);
        assertNotLinked(account, sam);
    }

    @Test
    void linksByProofOfMailedCode() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        ProveCodePage codePage = arriveAs(sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);

        // then: it shows once more what is about to be connected
        assertThat(codePage.text()).contains(account.email()).contains(sam.preferredUsername());
        assertNotLinked(account, sam);

        // when
        UserPage user = codePage.enter(code.toLowerCase(Locale.ROOT), UserPage::new);

        // then
        assertThat(user.you()).contains(account.email());
        assertLinked(account, sam, "mail");
    }

    @Test
    void rejectsWrongMailedCode() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        ProveCodePage codePage = arriveAs(sam, ProvePage::new).byMail(ProveCodePage::new);

        // when
        ProveCodePage again = codePage.enter("2222-2222", ProveCodePage::new);

        // then
        assertThat(again.codeError()).isPresent();
        assertNotLinked(account, sam);
    }

    @Test
    void rejectsMailedCodeInOtherBrowser() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Person eve = stage.magento().add(Person.called("Eve").withEmail(account.email()));
        arriveAs(sam, ProvePage::new).byMail(ProveCodePage::new);
        String code = mailedCode(account);

        // when
        RefusedPage refused =
                arriveAs(eve, ProvePage::new).forge(Map.of("action", "code", "code", code), RefusedPage::new);

        // then
        assertRefused(refused, "proof-expired");
        assertNotLinked(account, eve);
    }

    @Test
    void limitsMailFloodingByProofRequests() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        ProveCodePage first = arriveAs(sam, ProvePage::new).byMail(ProveCodePage::new);

        // when
        ProveCodePage again = first.sendAgain(ProveCodePage::new);
        ProvePage elsewhere = arriveAs(sam, ProvePage::new).byMail(ProvePage::new);

        // then
        assertThat(again.text()).contains("Please wait half a minute");
        assertThat(elsewhere.text()).contains("Please wait half a minute");
        assertThat(stage.mailbox().to(account.email())).hasSize(1);
    }

    @Test
    void matchesNobodyByUnverifiedEmail() {
        // given
        Account account = stage.account("Sam");
        Person eve = stage.magento()
                .add(Person.called("Eve").withEmail(account.email()).unverified());

        // when
        RefusedPage refused = arriveAs(eve, RefusedPage::new);

        // then: nobody is named, and no account is made that the realm would hold up for an address
        assertRefused(refused, "email-needed");
        assertThat(refused.text()).doesNotContain(account.username());
        assertNotLinked(account, eve);
        assertThat(stage.broker().admin().usersNamed(eve.preferredUsername())).isEmpty();
        assertThat(onlyUserWithEmail(account.email()).get("id").asText()).isEqualTo(account.id());
    }

    @Test
    void matchesNobodyByUnicodeLookalikeEmail() {
        // given
        Account account = stage.account("Sam");
        Person eve = stage.magento()
                .add(Person.called("Eve").withEmail(account.email().replace("local", "löcal")));

        // when
        PreviewPage preview = arriveAs(eve, PreviewPage::new);

        // then
        assertThat(preview.createsAnAccount()).isTrue();
        assertThat(preview.account()).doesNotContain(account.username());
    }

    @Test
    void rejectsIdentityLinkedToOtherAccount() {
        // given
        Person ada = stage.person("Ada");
        Account owner = stage.linkedAccount(ada);
        Account other = stage.account("Olga");

        // when
        LinkPage refused = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(other, LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(ada, LinkPage::new);

        // then
        assertThat(refused.error()).isPresent();
        assertThat(refused.heading()).isEqualTo("This Magento.com account is already in use");
        assertThat(refused.used().orElse("")).contains(ada.preferredUsername());
        assertThat(refused.account()).contains(other.username());
        assertThat(refused.text()).doesNotContain(owner.username()).doesNotContain(owner.email());
        assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.detail("magento_reason")).isEqualTo("already-linked");
                    assertThat(event.userId()).contains(other.id());
                });
        assertThat(stage.broker().database().linksOfSubject(ada.subject()))
                .singleElement()
                .satisfies(row -> assertThat(row.userId()).isEqualTo(owner.id()));
        assertThat(stage.broker().admin().federatedIdentities(other)).isEmpty();
    }

    @Test
    void rejectsEmailOfAccountLinkedToOtherIdentity() {
        // given
        Person ada = stage.person("Ada");
        Account owner = stage.linkedAccount(ada);
        Person eve = stage.magento().add(Person.called("Eve").withEmail(owner.email()));

        // when
        RefusedPage refused = arriveAs(eve, RefusedPage::new);

        // then
        assertRefused(refused, "account-already-linked");
        assertThat(stage.broker().database().linksOfSubject(eve.subject())).isEmpty();

        // when: Magento.com would bring Eve again without asking
        UserPage user = refused.useAnother(MagentoLoginPage::new).logIn(ada, UserPage::new);

        // then
        assertThat(user.you()).contains(owner.email());
    }

    @Test
    void offersNoProofForDisabledAccount() {
        // given
        Account account = stage.account("Sam");
        stage.broker().admin().change(account, Map.of("enabled", false));
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        RefusedPage refused = arriveAs(sam, RefusedPage::new);

        // then
        assertRefused(refused, "account-unavailable");
        assertNotLinked(account, sam);
    }

    @Test
    void connectsExistingAccountInsteadOfNewOne() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.person("Sam");
        Visitor visitor = stage.visitor();

        // when
        PreviewPage preview = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(sam, PreviewPage::new)
                .haveOneAlready(SignInPage::new)
                .enter(account, LinkPage::new)
                .connect(PreviewPage::new);

        // then
        assertThat(preview.createsAnAccount()).isFalse();
        assertThat(preview.account()).contains(account.username());
        preview.connect(UserPage::new);
        assertLinked(account, sam, "local-login");
    }

    private <T extends Screen> T arriveAs(Person person, Function<Page, T> next) {
        return stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, next);
    }

    private String mailedCode(Account account) {
        String text = stage.mailbox()
                .await(account.email(), "Your code to connect with Magento.com")
                .text();
        Matcher code = CODE.matcher(text);
        assertThat(code.find()).as(text).isTrue();
        return code.group();
    }

    private void assertLinked(Account account, Person person, String proof) {
        assertThat(stage.broker().database().links(account)).singleElement().satisfies(row -> {
            assertThat(row.subject()).isEqualTo(person.subject());
            assertThat(row.issuer()).isEqualTo(stage.magento().issuer());
            assertThat(row.proof()).isEqualTo(proof);
        });
        assertThat(stage.broker().admin().federatedIdentities(account)).hasSize(1);
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);
    }

    private void assertNotLinked(Account account, Person person) {
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().admin().federatedIdentities(account)).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject()))
                .allSatisfy(row -> assertThat(row.userId()).isNotEqualTo(account.id()));
    }

    private void assertRefused(RefusedPage refused, String reason) {
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
    }

    private JsonNode onlyUserWithEmail(String email) {
        List<JsonNode> users = stage.broker().admin().usersWithEmail(email);
        assertThat(users).hasSize(1);
        return users.get(0);
    }

    private List<UserEvent> eventsOf(JsonNode user, String type) {
        return stage.broker().admin().events(type).stream()
                .filter(event ->
                        event.userId().equals(Optional.of(user.get("id").asText())))
                .toList();
    }

    private static String emailOf(Person person) {
        return String.valueOf(person.email());
    }
}
