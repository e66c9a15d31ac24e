package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.LogoutFault;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whom Magento.com signs out is signed out here, at once and in every application; an order that is not Magento.com's,
 * or is carried out already, ends nothing.
 */
class BackChannelLogoutIT {
    private static final String ORDER = "/broker/" + Broker.PROVIDER + "/endpoint/backchannel-logout";

    @RegisterExtension
    final Stage stage = new Stage();

    private @Nullable DemoApp started;
    private int refusedBefore;

    /** Somebody's browser, the session at Magento.com that it came from, and what the application holds. */
    private record SignedIn(Http browser, String sessionId, Tokens tokens) {}

    @BeforeEach
    void nothingIsKnownOfMagentosKeys() {
        started = DemoApp.of(stage.broker());
        stage.broker().admin().reloadKeys(Broker.PROVIDER);
        refusedBefore = refusals().size();
    }

    @AfterEach
    void stopTheApplication() {
        app().close();
    }

    @Test
    void endsOnlySessionNamedBySid() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        SignedIn atWork = signIn(ada);
        SignedIn atHome = signIn(ada);

        // when
        Answer answer = order(stage.magento().logoutTokens().forSession(atWork.sessionId()));

        // then
        assertCarriedOut(answer);
        assertSignedOut(atWork);
        assertSignedIn(atHome);
        assertEnded(account, 1);
    }

    @Test
    void endsAllSessionsOfSubject() {
        // given
        Person ada = stage.person("Ada");
        Person eve = stage.person("Eve");
        Account account = stage.linkedAccount(ada);
        Account other = stage.linkedAccount(eve);
        SignedIn atWork = signIn(ada);
        SignedIn atHome = signIn(ada);
        SignedIn evesOwn = signIn(eve);

        // when
        Answer answer = order(stage.magento().logoutTokens().forPerson(ada));

        // then
        assertCarriedOut(answer);
        assertSignedOut(atWork);
        assertSignedOut(atHome);
        assertSignedIn(evesOwn);
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertEnded(account, 2);
        assertEnded(other, 0);
    }

    @Test
    void endsOnlySessionNamedBySidAndSubject() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        SignedIn atWork = signIn(ada);
        SignedIn atHome = signIn(ada);

        // when
        Answer answer = order(stage.magento().logoutTokens().forSession(ada, atWork.sessionId()));

        // then
        assertCarriedOut(answer);
        assertSignedOut(atWork);
        assertSignedIn(atHome);
        assertEnded(account, 1);
    }

    @Test
    void endsNothingWhenSidBelongsToOtherSubject() {
        // given
        Person ada = stage.person("Ada");
        Person eve = stage.person("Eve");
        Account account = stage.linkedAccount(ada);
        Account other = stage.linkedAccount(eve);
        SignedIn adas = signIn(ada);
        SignedIn eves = signIn(eve);

        // when
        Answer answer = order(stage.magento().logoutTokens().forSession(eve, adas.sessionId()));

        // then
        assertCarriedOut(answer);
        assertSignedIn(adas);
        assertSignedIn(eves);
        assertEnded(account, 0);
        assertEnded(other, 0);
    }

    /** A browser that was closed forgets the broker and not Magento.com, where it is remembered. */
    @Test
    void endsAllSessionsOpenedByUpstreamSession() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        String remembered = stage.magento().session(ada);
        SignedIn yesterday = signIn(ada, remembered);
        SignedIn today = signIn(ada, remembered);

        // when
        Answer answer = order(stage.magento().logoutTokens().forSession(today.sessionId()));

        // then
        assertThat(yesterday.sessionId()).isEqualTo(today.sessionId());
        assertCarriedOut(answer);
        assertSignedOut(today);
        assertSignedOut(yesterday);
        assertEnded(account, 2);
    }

    @Test
    void endsLocalSessionThatWasLinkedLater() {
        // given: signed in with the local password, and connected in that session
        stage.policy(Policy.before(Duration.ofDays(30)));
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        UserPage user =
                visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
        List<String> opened = stage.broker().admin().sessionIds(account);
        user.connect(MagentoLoginPage::new).logIn(lee, PreviewPage::new).connect(UserPage::new);
        assertThat(opened).hasSize(1);
        assertThat(stage.broker().admin().sessionIds(account)).isEqualTo(opened);
        String sessionId = newestSession(lee);

        // when: another session of the same person ends
        stage.magento().session(lee);
        Answer aboutAnother = order(stage.magento().logoutTokens().forSession(lee, newestSession(lee)));

        // then
        assertCarriedOut(aboutAnother);
        assertEnded(account, 0);
        assertThat(visitor.open(stage.broker().accountPage(), UserPage::new).isConnected())
                .isTrue();

        // when: this one does
        Answer answer = order(stage.magento().logoutTokens().forSession(lee, sessionId));

        // then
        assertCarriedOut(answer);
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertEnded(account, 1);
        visitor.open(stage.broker().accountPage(), SignInPage::new);
    }

    @Test
    void rejectsLogoutTokenReplay() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        SignedIn before = signIn(ada);
        String token = stage.magento().logoutTokens().forPerson(ada);
        assertCarriedOut(order(token));
        assertSignedOut(before);
        SignedIn after = signIn(ada);

        // when
        Answer again = order(token);

        // then
        assertRefused(again, "logout-token-replayed");
        assertSignedIn(after);
        assertEnded(account, 1);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsForgedOrInvalidLogoutToken(LogoutFault fault) {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        SignedIn signedIn = signIn(ada);

        // when
        Answer answer = order(stage.magento().logoutTokens(fault).forSession(ada, signedIn.sessionId()));

        // then
        assertRefused(answer, fault.id());
        assertSignedIn(signedIn);
        assertEnded(account, 0);
        assertThat(stage.magento().requests().count(Endpoint.ECHO)).isZero();
    }

    @Test
    void rejectsIdTokenAsLogoutToken() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        SignedIn signedIn = signIn(ada);

        // when
        Answer answer = order(stage.magento().idTokens(ada).get(0));

        // then
        assertRefused(answer, "logout-token-invalid");
        assertSignedIn(signedIn);
        assertEnded(account, 0);
    }

    @Test
    void rejectsRequestWithoutLogoutToken() {
        // when
        Answer answer = new Http().post(stage.broker().realmUrl(ORDER), Map.of());

        // then
        assertRefused(answer, "logout-token-invalid");
    }

    @Test
    void acceptsLogoutTokenAfterKeyRotation() {
        // given: the broker holds the keys there were
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        SignedIn signedIn = signIn(ada);
        assertThat(stage.magento().requests().count(Endpoint.KEYS)).isEqualTo(1);

        // when
        stage.magento().keys().rotate();
        Answer answer = order(stage.magento().logoutTokens().forSession(signedIn.sessionId()));

        // then
        assertCarriedOut(answer);
        assertThat(stage.magento().requests().count(Endpoint.KEYS)).isEqualTo(2);
        assertSignedOut(signedIn);
        assertEnded(account, 1);
    }

    @Test
    void asksForRetryOfLogoutTokenWhileKeysAreUnavailable() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        SignedIn signedIn = signIn(ada);
        String token = stage.magento().logoutTokens().forPerson(ada);
        stage.broker().admin().reloadKeys(Broker.PROVIDER);
        stage.magento().misbehave(Endpoint.KEYS, WireFault.STATUS_503);

        // when
        Answer answer = order(token);

        // then
        assertThat(answer.expecting(503).headers().firstValue("Retry-After")).isPresent();
        assertThat(refusals()).hasSize(refusedBefore + 1);
        assertThat(refusals().get(0).detail("magento_fault")).isEqualTo("server-error");
        assertSignedIn(signedIn);
        assertEnded(account, 0);

        // when
        stage.magento().behave();
        stage.broker().admin().reloadKeys(Broker.PROVIDER);

        // then
        assertCarriedOut(order(token));
        assertSignedOut(signedIn);
        assertEnded(account, 1);
    }

    private SignedIn signIn(Person person) {
        return signIn(person, stage.magento().session(person));
    }

    /** Comes to the application through Magento.com, where the browser is known by this cookie. */
    private SignedIn signIn(Person person, String cookie) {
        Http browser = new Http().withCookie(stage.magento().accountPage(), cookie);
        browser.follow(app().signIn(Map.of("kc_idp_hint", Broker.PROVIDER))).expecting(200);
        return new SignedIn(browser, newestSession(person), app().tokens());
    }

    private String newestSession(Person person) {
        List<String> sessions = stage.magento().sessionIds(person);
        return sessions.get(sessions.size() - 1);
    }

    private Answer order(String token) {
        return new Http().post(stage.broker().realmUrl(ORDER), Map.of("logout_token", token));
    }

    private static void assertCarriedOut(Answer answer) {
        assertThat(answer.expecting(200).headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
    }

    private void assertRefused(Answer answer, String fault) {
        assertThat(answer.expecting(400).headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
        assertThat(answer.json().get("error").asText()).isEqualTo("invalid_request");
        assertThat(answer.json().get("error_description").asText()).isEqualTo(fault);
        assertThat(refusals()).hasSize(refusedBefore + 1);
        UserEvent event = refusals().get(0);
        assertThat(event.error()).contains("logout_failed");
        assertThat(event.detail("identity_provider")).isEqualTo(Broker.PROVIDER);
        assertThat(event.detail("magento_fault")).isEqualTo(fault);
        assertThat(event.detail("magento_reason")).isEqualTo("upstream-token-invalid");
        assertThat(event.detail("magento_reference")).isNotBlank();
    }

    /** One event of the account's for each session that an order ended. */
    private void assertEnded(Account account, int sessions) {
        assertThat(stage.broker().admin().events(account, "LOGOUT"))
                .hasSize(sessions)
                .allSatisfy(
                        event -> assertThat(event.detail("identity_provider")).isEqualTo(Broker.PROVIDER));
    }

    private void assertSignedIn(SignedIn signedIn) {
        app().refresh(signedIn.tokens()).expecting(200);
        assertThat(signedIn.browser()
                        .follow(stage.broker().accountPage())
                        .expecting(200)
                        .body())
                .contains("id=\"magento-status\"");
    }

    private void assertSignedOut(SignedIn signedIn) {
        assertThat(app().refresh(signedIn.tokens())
                        .expecting(400)
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("invalid_grant");
        assertThat(signedIn.browser()
                        .follow(stage.broker().accountPage())
                        .expecting(200)
                        .body())
                .contains("id=\"kc-form-login\"");
    }

    private List<UserEvent> refusals() {
        return stage.broker().admin().events("LOGOUT_ERROR");
    }

    private DemoApp app() {
        return Objects.requireNonNull(started);
    }
}
