package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who signs out here is signed out at Magento.com too, and nobody else is. */
class SignOutIT {
    private static final String ENDPOINT = "/broker/" + Broker.PROVIDER + "/endpoint";
    private static final String RETURN = ENDPOINT + "/logout_response";
    private static final String ORDER = ENDPOINT + "/backchannel-logout";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void endsUpstreamSessionAtSignOut() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();
        UserPage user = signIn(visitor, ada);
        List<String> sessions = stage.broker().admin().sessionIds(account);
        assertThat(stage.magento().sessionIds(ada)).hasSize(1);

        // when
        AnyPage signedOut = user.signOut(AnyPage::new);

        // then: Magento.com was told who, for whom, and where to go on, and not which session it was here
        assertThat(sessions).hasSize(1);
        assertThat(stage.magento().idTokens(ada)).hasSize(1);
        assertThat(stage.magento().requests().count(Endpoint.LOGOUT)).isEqualTo(1);
        assertThat(stage.magento().requests().last(Endpoint.LOGOUT))
                .hasSize(4)
                .containsEntry("client_id", stage.magento().client().id())
                .containsEntry(
                        "post_logout_redirect_uri",
                        stage.broker().realmUrl(RETURN).toString())
                .containsEntry("id_token_hint", stage.magento().idTokens(ada).get(0))
                .hasEntrySatisfying(
                        "state", state -> assertThat(state).hasSize(43).doesNotContain(sessions.get(0)));

        // and: page, event and both sides' sessions agree
        assertTold(signedOut, "You are signed out");
        assertThat(stage.magento().sessionIds(ada)).isEmpty();
        assertSignedOut(account);

        // and: signing in again asks
        visitor.open(stage.broker().accountPage(), SignInPage::new).withMagento(MagentoLoginPage::new);
    }

    @Test
    void returnsToApplicationAfterSignOut() {
        // given: the order by the back channel will be here before the browser is
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();
        try (DemoApp app = DemoApp.of(stage.broker())) {
            visitor.open(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER)), MagentoLoginPage::new)
                    .logIn(ada, DemoAppPage::new);
            Tokens tokens = app.tokens();
            stage.magento().tellSignOutsAt(stage.broker().realmUrl(ORDER));

            // when
            visitor.open(app.signOut(tokens, "signed-out"), DemoAppPage::new);

            // then
            assertThat(app.answer()).containsEntry("state", "signed-out");
            app.refresh(tokens).expecting(400);
            assertThat(stage.magento().sessionIds(ada)).isEmpty();
            assertSignedOut(account);
        }
    }

    @Test
    void signsOutWhenLogoutTokenArrivesFirst() {
        // given: the order by the back channel will be here before the browser is
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();
        UserPage user = signIn(visitor, ada);
        stage.magento().tellSignOutsAt(stage.broker().realmUrl(ORDER));

        // when
        AnyPage signedOut = user.signOut(AnyPage::new);

        // then
        assertTold(signedOut, "You are signed out");
        assertSignedOut(account);
        assertThat(stage.magento().sessionIds(ada)).isEmpty();
        visitor.open(stage.broker().accountPage(), SignInPage::new).withMagento(MagentoLoginPage::new);
    }

    @Test
    void signsOutLocallyWhenUpstreamIsUnavailable() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();
        UserPage user = signIn(visitor, ada);
        stage.broker().admin().reloadKeys(Broker.PROVIDER);
        stage.magento().misbehave(Endpoint.DISCOVERY, WireFault.STATUS_503);

        // when
        AnyPage signedOut = user.signOut(AnyPage::new);

        // then
        assertTold(signedOut, "You are signed out");
        assertSignedOut(account);
        assertThat(stage.magento().requests().count(Endpoint.LOGOUT)).isZero();
        visitor.open(stage.broker().accountPage(), SignInPage::new);

        // and: the next story finds it again
        stage.broker().admin().reloadKeys(Broker.PROVIDER);
    }

    @Test
    void sendsNoLogoutRequestForLocalSession() {
        // given
        stage.policy(Policy.before(Duration.ofDays(30)));
        Account account = stage.account("Lee");
        UserPage user = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, UserPage::new);

        // when
        AnyPage signedOut = user.signOut(AnyPage::new);

        // then
        assertTold(signedOut, "You are signed out");
        assertSignedOut(account);
        assertThat(stage.magento().requests().count(Endpoint.LOGOUT)).isZero();
    }

    @Test
    void rejectsLogoutCsrfByForgedLogoutResponse() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor();
        signIn(visitor, ada);
        String session = stage.broker().admin().sessionIds(account).get(0);
        URI forged = Http.uri(stage.broker().realmUrl(RETURN).toString(), Map.of("state", session));

        // when: in somebody else's browser, and in their own
        new Http().get(forged);
        AnyPage told = visitor.open(forged, AnyPage::new);

        // then
        assertTold(told, "Signing out failed");
        assertThat(stage.broker().admin().sessionIds(account)).containsExactly(session);
        assertThat(stage.broker().admin().events(account, "LOGOUT")).isEmpty();
        assertThat(visitor.open(stage.broker().accountPage(), UserPage::new).you())
                .contains(account.email());
    }

    private UserPage signIn(Visitor visitor, Person person) {
        return visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, UserPage::new);
    }

    private void assertTold(AnyPage page, String outcome) {
        assertThat(page.page().url()).startsWith(stage.broker().realmUrl("/").toString());
        assertThat(page.text()).contains(outcome);
    }

    private void assertSignedOut(Account account) {
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertThat(stage.broker().admin().events(account, "LOGOUT"))
                .singleElement()
                .satisfies(event -> assertThat(event.error()).isEmpty());
    }
}
