package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.FederatedIdentity;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ConnectedPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoAccountPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the deadline: a local account connects once, and opens through Magento.com ever after. */
class ConnectStoryIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void connectsFromGateThenSignsInThroughUpstream() {
        // given
        Account lee = stage.account("Lee");
        Visitor visitor = stage.visitor();

        // when: signed in locally, there is nothing but connecting
        LinkPage link =
                visitor.open(stage.broker().accountPage(), SignInPage::new).enter(lee, LinkPage::new);

        // then
        assertThat(link.canBePutOff()).isFalse();
        assertThat(link.waysOn()).isEqualTo(1);
        assertThat(link.account()).contains(lee.username());
        assertThat(link.text()).contains("1 April 2020");
        assertThat(stage.broker().admin().sessions(lee)).isZero();

        // when: an account is created at Magento.com on the way
        String email = "lee." + lee.username() + "@new.example";
        PreviewPage preview =
                link.connect(MagentoLoginPage::new).createAccount("Lee Newcomer", email, PreviewPage::new);

        // then: both accounts are shown, and nothing is written yet
        Person newcomer = stage.magento().personWithEmail(email);
        assertThat(preview.account()).contains(lee.username()).contains(lee.email());
        assertThat(preview.upstream()).contains(email);
        assertThat(stage.broker().database().linksOfSubject(newcomer.subject())).isEmpty();
        assertThat(stage.broker().admin().federatedIdentities(lee)).isEmpty();

        // when
        UserPage user = preview.connect(UserPage::new);

        // then: page, event, Keycloak's link and the registry agree
        assertThat(user.isConnected()).isTrue();
        assertThat(user.upstream()).contains(newcomer.preferredUsername());
        assertThat(user.since()).isPresent();
        assertThat(stage.broker().admin().federatedIdentities(lee))
                .containsExactly(
                        new FederatedIdentity(Broker.PROVIDER, newcomer.subject(), newcomer.preferredUsername()));
        LinkRow row = onlyLinkOf(lee);
        assertThat(row.issuer()).isEqualTo(stage.magento().issuer());
        assertThat(row.subject()).isEqualTo(newcomer.subject());
        assertThat(row.proof()).isEqualTo("local-login");
        UserEvent linked = onlyEvent(lee, "FEDERATED_IDENTITY_LINK");
        assertThat(linked.error()).isEmpty();
        assertThat(linked.detail("identity_provider")).isEqualTo(Broker.PROVIDER);
        assertThat(linked.detail("magento_proof")).isEqualTo("local-login");
        assertThat(onlyEvent(lee, "LOGIN").error()).isEmpty();

        // when: signed out, and in again
        user.signOut(AnyPage::new);
        assertThat(stage.broker().admin().sessions(lee)).isZero();
        UserPage again = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(newcomer, UserPage::new);

        // then: straight through, as the same account
        assertThat(again.isConnected()).isTrue();
        assertThat(again.you()).contains(lee.email());
        assertThat(stage.broker().database().linksOfSubject(newcomer.subject())).hasSize(1);
    }

    /** Somebody who is signed in at Magento.com already: one click to go there, one to agree. */
    @Test
    void needsNoMoreThanTwoClicksFromPasswordToLink() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new);
        AtomicInteger clicks = new AtomicInteger();
        visitor.context().exposeFunction("countClick", given -> clicks.incrementAndGet());
        visitor.context().addInitScript("addEventListener('click', event => event.isTrusted && countClick(), true)");

        // when
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);
        signIn.page().locator("#username").fill(account.username());
        signIn.page().locator("#password").fill(account.password());
        signIn.page().locator("#password").press("Enter");
        LinkPage gate = new LinkPage(signIn.page());
        clicks.set(0);
        UserPage user = gate.connect(PreviewPage::new).connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(clicks.get()).isBetween(1, 2);
    }

    @Test
    void signsInWithOpenUpstreamSession() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();
        visitor.open(stage.magento().accountPage(), MagentoLoginPage::new).logIn(ada, MagentoAccountPage::new);

        // when
        UserPage user =
                visitor.open(stage.broker().accountPage(), SignInPage::new).withMagento(UserPage::new);

        // then
        assertThat(user.you()).contains(account.email());
        assertThat(user.isConnected()).isTrue();
    }

    @Test
    void refusesPasswordOfLinkedAccountAndOffersUpstream() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);

        // when
        LoginRequiredPage told = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LoginRequiredPage::new);

        // then
        assertThat(told.text()).contains(account.username()).contains(ada.preferredUsername());
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertThat(stage.broker().admin().events(account, "LOGIN")).isEmpty();
        assertThat(onlyEvent(account, "LOGIN_ERROR").detail("magento_reason")).isEqualTo("login-required");

        // when
        MagentoLoginPage magento = told.goOn(MagentoLoginPage::new);

        // then
        assertThat(magento.hint()).isEqualTo(ada.preferredUsername());
        assertThat(magento.logIn(ada, UserPage::new).you()).contains(account.email());
    }

    @Test
    void rejectsOtherIdentityAfterPasswordOfLinkedAccount() {
        // given
        Account account = stage.linkedAccount(stage.person("Ada"));
        Person eve = stage.person("Eve");

        // when
        RefusedPage refused = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LoginRequiredPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(eve, RefusedPage::new);

        // then
        assertThat(refused.reason()).isEqualTo("upstream-identity-mismatch");
        assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo("upstream-identity-mismatch"));
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertThat(stage.broker().database().linksOfSubject(eve.subject())).isEmpty();
    }

    @Test
    void preventsEnumerationOfLinkedAccountsByWrongPassword() {
        // given
        Account account = stage.linkedAccount(stage.person("Ada"));

        // when
        SignInPage page = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account.username(), "wrong", SignInPage::new);

        // then
        assertThat(page.fieldError()).contains("Invalid username or password.");
        UserEvent wrong = onlyEvent(account, "LOGIN_ERROR");
        assertThat(wrong.error()).contains("invalid_user_credentials");
        assertThat(wrong.details()).doesNotContainKey("magento_reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_PASSWORD", "UPDATE_PROFILE", "CONFIGURE_TOTP"})
    void showsGateBeforeActionRequestedByApplication(String action) {
        // given
        Account account = stage.account("Lee");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            Visitor visitor = stage.visitor();

            // when
            LinkPage link = visitor.open(app.signIn(Map.of("kc_action", action)), SignInPage::new)
                    .enter(account, LinkPage::new);

            // then
            assertThat(link.canBePutOff()).isFalse();
            assertThat(app.hasNobodyComeBack()).isTrue();
        }
    }

    @Test
    void rejectsForgedCancelAndSkipAtGate() {
        // given
        Account account = stage.account("Lee");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            LinkPage link = stage.visitor()
                    .open(app.signIn(Map.of("kc_action", "UPDATE_PROFILE")), SignInPage::new)
                    .enter(account, LinkPage::new);

            // when
            LinkPage still = link.forge(Map.of("cancel-aia", "true"), LinkPage::new)
                    .forge(Map.of("action", "skip"), LinkPage::new);

            // then
            assertThat(still.canBePutOff()).isFalse();
            assertThat(app.hasNobodyComeBack()).isTrue();
            assertThat(stage.broker().admin().sessions(account)).isZero();
        }
    }

    @Test
    void startsTripAtOnceWhenApplicationRequestsLinkAction() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when
            stage.visitor()
                    .open(app.signIn(Map.of("kc_action", "magento-link")), SignInPage::new)
                    .enter(account, MagentoLoginPage::new)
                    .logIn(lee, PreviewPage::new)
                    .connect(DemoAppPage::new);

            // then
            assertThat(app.answer())
                    .containsEntry("kc_action_status", "success")
                    .containsKey("code");
            assertThat(onlyLinkOf(account).subject()).isEqualTo(lee.subject());
        }
    }

    @Test
    void connectsFromGateThenReachesApplication() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when
            stage.visitor()
                    .open(app.signIn(), SignInPage::new)
                    .enter(account, LinkPage::new)
                    .connect(MagentoLoginPage::new)
                    .logIn(lee, PreviewPage::new)
                    .connect(ConnectedPage::new)
                    .goOn(DemoAppPage::new);

            // then
            assertThat(app.tokens().idToken().get("preferred_username").asText())
                    .isEqualTo(account.username());
        }
    }

    @Test
    void offersUpstreamFirstOnSignInPage() {
        assertThat(stage.visitor()
                        .open(stage.broker().accountPage(), SignInPage::new)
                        .offersMagentoFirst())
                .isTrue();
    }

    private LinkRow onlyLinkOf(Account account) {
        List<LinkRow> rows = stage.broker().database().links(account);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private UserEvent onlyEvent(Account account, String type) {
        List<UserEvent> events = stage.broker().admin().events(account, type);
        assertThat(events).hasSize(1);
        return events.get(0);
    }
}
