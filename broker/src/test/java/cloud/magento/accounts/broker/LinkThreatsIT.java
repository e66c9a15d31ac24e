package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SwitchPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An account is its identity's, told by the subject alone: what else Magento.com says of a person changes hands, and
 * opens or ties nothing by itself. An account that is shut stays shut to its identity too.
 */
class LinkThreatsIT {
    private static final int NAMES_TRIED = 20;
    private static final int WRONG_PASSWORDS_AT_MOST = 100;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void refusesLinkedIdentityOfDisabledAccount() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        stage.broker().admin().change(account, Map.of("enabled", false));
        Shut before = shut(account);

        // when
        AnyPage refused = arriveAs(ada, AnyPage::new);

        // then
        assertTurnedAway(refused, ada, "user_disabled");
        assertThat(shut(account)).isEqualTo(before);
    }

    @Test
    void refusesIdentityOfAccountLockedBeforeLink() {
        // given: the guesses were at a password that opened it
        Person ada = stage.person("Ada");
        Account account = stage.account("Ada");
        lock(account);
        stage.broker().admin().link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        Shut before = shut(account);

        // when
        AnyPage refused = arriveAs(ada, AnyPage::new);

        // then
        assertTurnedAway(refused, ada, "user_temporarily_disabled");
        assertThat(shut(account)).isEqualTo(before);
    }

    @Test
    void offersNoProofForLockedAccount() {
        // given
        Account account = stage.account("Sam");
        lock(account);
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        RefusedPage refused = arriveAs(sam, RefusedPage::new);

        // then
        assertRefused(refused, "account-unavailable");
        assertThat(stage.mailbox().to(account.email())).isEmpty();
        assertUntouched(account, sam);
    }

    @Test
    void signsInBySubjectAfterUpstreamEmailChange() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        List<LinkRow> links = stage.broker().database().links(account);

        // when
        Person moved = stage.magento().add(ada.withEmail("moved-" + ada.email()).unverified());
        UserPage user = arriveAs(moved, UserPage::new);

        // then: nor does the account take the new address
        assertThat(user.you()).contains(account.email());
        assertThat(userOf(account).get("email").asText()).isEqualTo(account.email());
        assertThat(userOf(account).get("emailVerified").asBoolean()).isTrue();
        assertThat(stage.broker().database().links(account)).isEqualTo(links);
        assertThat(stage.broker().admin().events(account, "LOGIN"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.detail("identity_provider")).isEqualTo(Broker.PROVIDER));
    }

    @Test
    void preventsAccountTakeoverByRecycledEmail() {
        // given: the address went from one person at Magento.com to another, and with it the name
        Person named = Person.called("Ada");
        Account account = stage.linkedAccount(named);
        Person ada = stage.magento().add(named.withEmail(account.email()));
        arriveAs(ada, UserPage::new);
        Person heir = stage.magento().add(ada.withSubject(ada.subject() + "-heir"));

        // when
        RefusedPage refused = arriveAs(heir, RefusedPage::new);

        // then
        assertRefused(refused, "account-already-linked");
        assertStillLinked(account, ada, heir);
        assertThat(stage.broker().admin().events(account, "LOGIN")).hasSize(1);
        assertThat(stage.broker().admin().usersWithEmail(account.email())).hasSize(1);
    }

    @Test
    void preventsAccountTakeoverByRecycledUsernameAtSignIn() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        MagentoLoginPage asked = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LoginRequiredPage::new)
                .goOn(MagentoLoginPage::new);
        assertThat(asked.hint()).isEqualTo(ada.preferredUsername());

        // when
        Person heir = stage.magento().add(ada.withSubject(ada.subject() + "-heir"));
        RefusedPage refused = asked.logIn(heir, RefusedPage::new);

        // then
        assertRefused(refused, "upstream-identity-mismatch");
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertStillLinked(account, ada, heir);
    }

    @Test
    void preventsAccountTakeoverByRecycledUsernameAtSwitch() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        MagentoLoginPage asked =
                arriveAs(ada, UserPage::new).switchAccount(SwitchPage::new).goOn(MagentoLoginPage::new);
        assertThat(asked.hint()).isEqualTo(ada.preferredUsername());

        // when
        Person heir = stage.magento().add(ada.withSubject(ada.subject() + "-heir"));
        SwitchPage refused = asked.logIn(heir, SwitchPage::new);

        // then: nor may the next one that signs in take the account
        assertRecorded(refused, "upstream-identity-mismatch");
        SwitchPage again = refused.goOn(MagentoLoginPage::new).logIn(heir, SwitchPage::new);
        assertRecorded(again, "upstream-identity-mismatch");
        assertStillLinked(account, ada, heir);
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_OVERRIDE_LINK"))
                .isEmpty();
    }

    @Test
    void linksByTrustedVerifiedEmailAfterConfirmation() {
        // given
        stage.policy(Policy.DUE.with("trustVerifiedEmail", "true"));
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        PreviewPage preview = arriveAs(sam, PreviewPage::new);

        // then
        assertThat(preview.createsAnAccount()).isFalse();
        assertThat(preview.account()).contains(account.username()).contains(account.email());
        assertThat(preview.upstream()).contains(sam.preferredUsername());
        assertUntouched(account, sam);

        // when
        UserPage user = preview.connect(UserPage::new);

        // then
        assertThat(user.you()).contains(account.email());
        assertThat(stage.broker().database().links(account)).singleElement().satisfies(row -> {
            assertThat(row.subject()).isEqualTo(sam.subject());
            assertThat(row.proof()).isEqualTo("verified-email");
        });
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);
    }

    @Test
    void matchesNobodyByUnverifiedEmailWhenVerifiedIsTrusted() {
        // given
        stage.policy(Policy.DUE.with("trustVerifiedEmail", "true"));
        Account account = stage.account("Sam");
        Person eve = stage.magento()
                .add(Person.called("Eve").withEmail(account.email()).unverified());

        // when
        RefusedPage refused = arriveAs(eve, RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("email-needed");
        assertThat(refused.text()).doesNotContain(account.username());
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().admin().federatedIdentities(account)).isEmpty();
        assertThat(stage.broker().admin().events(account)).isEmpty();
    }

    @Test
    void rejectsForgedConfirmationWhenVerifiedEmailIsNotTrusted() {
        // given
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        ProvePage again = arriveAs(sam, ProvePage::new).forge(Map.of("action", "connect"), ProvePage::new);

        // then
        assertThat(again.text()).contains(account.email());
        assertUntouched(account, sam);
    }

    @Test
    void rejectsNewcomerWhenEveryUsernameIsTaken() {
        // given
        Person nia = stage.person("Nia");
        for (String name : List.of(nia.preferredUsername(), nameless(nia.subject()))) {
            IntStream.rangeClosed(1, NAMES_TRIED)
                    .mapToObj(number -> name + (number == 1 ? "" : "-" + number))
                    .forEach(this::takeName);
        }

        // when
        RefusedPage refused = arriveAs(nia, RefusedPage::new);

        // then
        assertRefused(refused, "account-name-taken");
        assertThat(stage.broker().admin().usersWithEmail(String.valueOf(nia.email())))
                .isEmpty();
        assertThat(stage.broker().database().linksOfSubject(nia.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(nia.subject())).isZero();
    }

    /** What somebody is called for whom no other name is left: it tells nothing of him. */
    private static String nameless(String subject) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return "magento-" + HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends Screen> T arriveAs(Person person, Function<Page, T> next) {
        Visitor visitor = stage.visitor();
        return visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, next);
    }

    /** Tries wrong passwords until Keycloak locks the account, for a minute at least. */
    private void lock(Account account) {
        try (DemoApp app = DemoApp.of(stage.broker())) {
            for (int tries = 0; !stage.broker().admin().isLocked(account); tries++) {
                assertThat(tries).isLessThan(WRONG_PASSWORDS_AT_MOST);
                app.passwordGrant(account.withPassword("wrong")).expecting(400);
            }
        }
        // Whatever is still to be counted would leave one more event that the account is locked.
        stage.broker().admin().failedLoginsOnceCounted(account);
    }

    private void takeName(String username) {
        stage.broker().server().post("/" + Broker.REALM + "/users", Map.of("username", username, "enabled", true));
    }

    private JsonNode userOf(Account account) {
        return stage.broker().admin().user(account.id());
    }

    /** All that a sign-in could change of an account that is shut. */
    private record Shut(
            JsonNode user, List<LinkRow> links, List<String> subjects, int sessions, List<UserEvent> events) {}

    private Shut shut(Account account) {
        return new Shut(
                userOf(account),
                stage.broker().database().links(account),
                stage.broker().database().subjectsOf(account),
                stage.broker().admin().sessions(account),
                stage.broker().admin().events(account));
    }

    /** By Keycloak, which tells whose identity it was but not whose account. */
    private void assertTurnedAway(AnyPage refused, Person person, String error) {
        assertThat(refused.isError()).isTrue();
        assertThat(refused.heading()).isEqualTo("This account can’t be used right now");
        assertThat(stage.broker().admin().eventsWith("identity_provider_identity", person.preferredUsername()))
                .filteredOn(event -> event.error().isPresent())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("IDENTITY_PROVIDER_LOGIN_ERROR");
                    assertThat(event.error()).contains(error);
                });
    }

    private void assertRefused(RefusedPage refused, String reason) {
        assertThat(refused.reason()).isEqualTo(reason);
        assertRecorded(refused, reason);
    }

    private void assertRecorded(Screen page, String reason) {
        assertThat(stage.broker().admin().eventsWith("magento_reference", page.reference()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
    }

    private void assertUntouched(Account account, Person person) {
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(person.subject()))
                .isZero();
        assertThat(stage.broker().admin().federatedIdentities(account)).isEmpty();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .isEmpty();
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    private void assertStillLinked(Account account, Person owner, Person other) {
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject)
                .containsExactly(owner.subject());
        assertThat(stage.broker().database().subjectsOf(account)).containsExactly(owner.subject());
        assertThat(stage.broker().database().linksOfSubject(other.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(other.subject()))
                .isZero();
    }
}
