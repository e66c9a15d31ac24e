package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAction;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestClientSession;
import cloud.magento.accounts.keycloak.TestFlow;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.registry.SignInUses;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.PasswordCredentialProvider;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;

/** What a declared outage opens, to whom, and that it opens nothing else: at each hook, without a server. */
class DeclaredOutageTest {
    private static final Duration LIMIT = Duration.ofHours(24);
    private static final int AN_HOUR = 3600;

    private final TestKeycloak keycloak = TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "false");
    private final TestClient app = TestClient.called("app");
    private final TestAccount agnes = keycloak.account("agnes").linkedBy("Sub", LinkProof.LOCAL_LOGIN);

    @AfterEach
    void resetClock() {
        Time.setOffset(0);
    }

    @Test
    void opensNothingUnlessDeclared() {
        keycloak.run(session ->
                assertThat(isAccepted(session, signIn(session, agnes), agnes)).isFalse());
    }

    @Test
    void acceptsKeptPasswordAndLetsItsSessionGoOn() {
        declare(AN_HOUR);

        keycloak.run(session -> {
            TestAuthenticationSession signIn = signIn(session, agnes);
            assertThat(isAccepted(session, signIn, agnes)).isTrue();

            assertThat(isStopped(session, signIn)).isFalse();
            TestUserSession opened = opened(session, signIn.getUserSessionNotes(), agnes);
            assertThat(token(session, opened)).isEqualTo(new LinkDecision.Pass(ReasonCode.OUTAGE_DECLARED));
            assertThat(isStopped(session, TestAuthenticationSession.singleSignOn(app, opened)))
                    .isFalse();
        });
    }

    @Test
    void endsTokensAndSingleSignOnWithOutage() {
        declare(AN_HOUR);
        keycloak.run(session -> {
            TestAuthenticationSession signIn = signIn(session, agnes);
            assertThat(isAccepted(session, signIn, agnes)).isTrue();
            TestUserSession opened = opened(session, signIn.getUserSessionNotes(), agnes);

            Time.setOffset(AN_HOUR);

            assertThat(token(session, opened)).isEqualTo(new LinkDecision.LoginUpstream());
            assertThat(isStopped(session, TestAuthenticationSession.singleSignOn(app, opened)))
                    .isTrue();
            assertThat(isStopped(session, signIn))
                    .as("a sign-in that was not finished in time")
                    .isTrue();
            assertThat(isAccepted(session, signIn(session, agnes), agnes)).isFalse();
        });
    }

    @Test
    void endsAtOnceWhereOperatorEndsIt() {
        declare(AN_HOUR);
        Map<String, String> opened = notesOfAcceptedSignIn();

        keycloak.run(session -> new Outages(session, session.realm()).end(now(), LIMIT));

        keycloak.run(session ->
                assertThat(token(session, opened(session, opened, agnes))).isEqualTo(new LinkDecision.LoginUpstream()));
    }

    @Test
    void doesNotRevivePriorSessionInNextOutage() {
        declare(AN_HOUR);
        Map<String, String> opened = notesOfAcceptedSignIn();
        Time.setOffset(AN_HOUR);
        declare(AN_HOUR);

        keycloak.run(session ->
                assertThat(token(session, opened(session, opened, agnes))).isEqualTo(new LinkDecision.LoginUpstream()));
    }

    @Test
    void opensNoSessionFromBeforeItWasDeclared() {
        declare(AN_HOUR);

        keycloak.run(session -> assertThat(token(session, opened(session, Map.of(), agnes)))
                .isEqualTo(new LinkDecision.LoginUpstream()));
    }

    @Test
    void opensNoSessionOfAdministratorWhoActsAsAccount() {
        declare(AN_HOUR);

        keycloak.run(session -> assertThat(token(
                        session,
                        TestUserSession.of(session.realm(), agnes.in(session))
                                .with(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "an-administrator")))
                .isEqualTo(new LinkDecision.LoginUpstream()));
    }

    @Test
    void opensNothingByAnotherAccountsPassword() {
        TestAccount boris = keycloak.account("boris").linkedBy("Other", LinkProof.LOCAL_LOGIN);
        declare(AN_HOUR);

        keycloak.run(session -> {
            TestAuthenticationSession signIn = signIn(session, agnes);
            assertThat(isAccepted(session, signIn, boris)).isTrue();

            assertThat(isStopped(session, signIn)).isTrue();
        });
    }

    @Test
    void opensNothingToUnlinkedAccount() {
        TestAccount boris = keycloak.account("boris");
        declare(AN_HOUR);

        keycloak.run(session -> {
            TestAuthenticationSession signIn = signIn(session, boris);
            assertThat(isAccepted(session, signIn, boris))
                    .as("the password is right, as ever")
                    .isTrue();

            assertThat(isStopped(session, signIn)).isTrue();
            assertThat(token(session, opened(session, signIn.getUserSessionNotes(), boris))
                            .reason())
                    .isEqualTo(ReasonCode.LINK_REQUIRED);
            assertThat(isGranted(session, boris)).isFalse();
        });
    }

    @Test
    void opensNothingInAnotherRealm() {
        TestKeycloak other = TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "false");
        TestAccount clara = other.account("clara").linkedBy("Sub", LinkProof.LOCAL_LOGIN);
        declare(AN_HOUR);

        other.run(session ->
                assertThat(isAccepted(session, signIn(session, clara), clara)).isFalse());
    }

    /** Whoever linked by a mailed code, say, has not shown the password: a stranger may have planted it before. */
    @ParameterizedTest
    @EnumSource(LinkProof.class)
    void acceptsPasswordOnlyWhereProofOfLinkVouchesForIt(LinkProof proof) {
        TestAccount boris = keycloak.account("boris").linkedBy("Other", proof);
        declare(AN_HOUR);

        keycloak.run(session -> {
            TestAuthenticationSession signIn = signIn(session, boris);
            assertThat(isAccepted(session, signIn, boris)).isEqualTo(proof.vouchesForPassword());
            assertThat(isStopped(session, signIn)).isEqualTo(!proof.vouchesForPassword());
        });
    }

    @Test
    void acceptsPasswordOfLinkThatOnlyKeycloakHas() {
        TestAccount boris = keycloak.account("boris").linked("Other");
        declare(AN_HOUR);

        keycloak.run(session ->
                assertThat(isAccepted(session, signIn(session, boris), boris)).isTrue());
    }

    @Test
    void tellsRightPasswordFromWrongOne() {
        declare(AN_HOUR);

        keycloak.run(session -> {
            TestAuthenticationSession signIn = signIn(session, agnes);
            session.getContext().setAuthenticationSession(signIn);
            assertThat(isValid(session, agnes, "wrong")).isFalse();

            assertThat(isStopped(session, signIn)).isTrue();
        });
    }

    @Test
    void passesGrantByPasswordThatWasAccepted() {
        declare(AN_HOUR);

        keycloak.run(session -> assertThat(isGranted(session, agnes)).isTrue());
        Time.setOffset(AN_HOUR);
        keycloak.run(session -> assertThat(isGranted(session, agnes)).isFalse());
    }

    @Test
    void isShorterWhereLimitIsLowered() {
        declare(2 * AN_HOUR);
        keycloak.run(session -> {
            var provider = session.identityProviders().getByAlias("magento");
            provider.getConfig().put("outageMaxHours", "1");
            session.identityProviders().update(provider);
        });
        Time.setOffset(AN_HOUR + 1);

        keycloak.run(session ->
                assertThat(isAccepted(session, signIn(session, agnes), agnes)).isFalse());
    }

    /** Else whoever looks ahead would count them among those whom the policy stops. */
    @Test
    void isNotTakenForWayThatPersonComesBy() {
        declare(AN_HOUR);

        keycloak.run(session -> {
            TestAuthenticationSession signIn = signIn(session, agnes);
            assertThat(isAccepted(session, signIn, agnes)).isTrue();
            SessionWay.note(
                    session,
                    AccountEvaluation.of(session, session.realm(), agnes.in(session))
                            .orElseThrow(),
                    opened(session, signIn.getUserSessionNotes(), agnes),
                    app,
                    false);
        });

        keycloak.run(session -> assertThat(new SignInUses(session, session.realm()).ofAccount(agnes.id()))
                .isEmpty());
    }

    @Test
    void mailsHowToSignInAsEver() {
        declare(AN_HOUR);

        keycloak.run(session -> assertThat(AccountEvaluation.of(session, session.realm(), agnes.in(session))
                        .orElseThrow()
                        .decide(false))
                .as("what the reset mail asks")
                .isInstanceOf(LinkDecision.LoginUpstream.class));
    }

    private void declare(int seconds) {
        keycloak.run(session -> new Outages(session, session.realm())
                .declare(new Outage.Wish(now().plusSeconds(seconds), "Fire", "an-administrator"), now(), LIMIT));
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private TestAuthenticationSession signIn(TestSession session, TestAccount account) {
        return TestAuthenticationSession.of(session.realm(), app, account.in(session));
    }

    private static boolean isAccepted(TestSession session, TestAuthenticationSession signIn, TestAccount account) {
        session.getContext().setAuthenticationSession(signIn);
        return isValid(session, account, "right");
    }

    private static boolean isValid(TestSession session, TestAccount account, String password) {
        return new PasswordGate(session, new Keycloaks(session))
                .isValid(session.realm(), account.in(session), UserCredentialModel.password(password));
    }

    private static boolean isStopped(TestSession session, TestAuthenticationSession signIn) {
        new MagentoLinkAction(session).evaluateTriggers(TestAction.of(session, signIn));
        return signIn.getRequiredActions().contains(MagentoLinkActionFactory.ID);
    }

    private Map<String, String> notesOfAcceptedSignIn() {
        return keycloak.ask(session -> {
            TestAuthenticationSession signIn = signIn(session, agnes);
            assertThat(isAccepted(session, signIn, agnes)).isTrue();
            return Map.copyOf(signIn.getUserSessionNotes());
        });
    }

    /** The session that a sign-in leads to. */
    private TestUserSession opened(TestSession session, Map<String, String> notes, TestAccount account) {
        TestUserSession opened = TestUserSession.of(session.realm(), account.in(session));
        notes.forEach(opened::with);
        keycloak.userSessions().add(opened);
        return opened;
    }

    private static LinkDecision token(TestSession session, TestUserSession userSession) {
        return TokenGate.decide(
                session,
                AccountEvaluation.of(session, session.realm(), userSession.getUser())
                        .orElseThrow(),
                TestClientSession.of(TestClient.called("app"), userSession));
    }

    private boolean isGranted(TestSession session, TestAccount account) {
        TestAuthenticationSession signIn = signIn(session, account);
        isAccepted(session, signIn, account);
        TestFlow flow = TestFlow.of(session, signIn);
        new GrantGate().authenticate(flow);
        return flow.isSuccessful();
    }

    /** Keycloak's provider, with one password for everybody. */
    private static final class Keycloaks extends PasswordCredentialProvider {
        Keycloaks(KeycloakSession session) {
            super(session, null, false, false, false, false, false);
        }

        @Override
        public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
            return input.getChallengeResponse().equals("right");
        }
    }
}
