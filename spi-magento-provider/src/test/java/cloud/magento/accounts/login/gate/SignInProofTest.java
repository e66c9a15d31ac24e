package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAction;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.LinkProof;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

class SignInProofTest {
    private final TestKeycloak keycloak = TestKeycloak.start().withProvider();
    private final TestClient app = TestClient.called("app");
    private final TestSession session = keycloak.begin();
    private final UserModel agnes = keycloak.account("agnes").in(session);

    @AfterEach
    void end() {
        session.close();
    }

    @Nested
    class OfSignIn {
        private final TestAuthenticationSession authSession = TestAuthenticationSession.of(session.realm(), app, agnes);

        @Test
        void isLocalLoginByCredentialOfAccount() {
            assertProof(authSession, LinkProof.LOCAL_LOGIN);
        }

        @Test
        void isOtherProviderThroughAnotherOne() {
            authSession.setUserSessionNote(Details.IDENTITY_PROVIDER, "another");

            assertProof(authSession, LinkProof.OTHER_PROVIDER);
        }

        @Test
        void isNothingThroughLinkThatIsGone() {
            authSession.setUserSessionNote(Details.IDENTITY_PROVIDER, "magento");

            assertThat(SignInProof.of(TestAction.of(session, authSession), "magento"))
                    .isEmpty();
        }

        @Test
        void isMailByMailedLinkAlone() {
            authSession.setAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID, agnes.getId());
            assertProof(authSession, LinkProof.MAIL);

            authSession.setAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID, "somebody-else");
            assertProof(authSession, LinkProof.LOCAL_LOGIN);
        }

        @Test
        void isLocalLoginByMailedLinkAndPassword() {
            authSession.setAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID, agnes.getId());
            authSession.setAuthNote(AuthenticationManager.PASSWORD_VALIDATED, "true");

            assertProof(authSession, LinkProof.LOCAL_LOGIN);
        }
    }

    @Nested
    class OfOpenSession {
        private final TestUserSession open = TestUserSession.of(session.realm(), agnes);

        OfOpenSession() {
            keycloak.userSessions().add(open);
        }

        @Test
        void isWhatOpenedSession() {
            TestAuthenticationSession first = TestAuthenticationSession.of(session.realm(), app, agnes);
            SignInProof.keep(TestAction.of(session, first), "magento");
            first.getUserSessionNotes().forEach(open::setNote);

            assertProof(TestAuthenticationSession.singleSignOn(app, open), LinkProof.LOCAL_LOGIN);
        }

        @Test
        void isNothingWhereNothingWasKept() {
            assertThat(SignInProof.of(
                            TestAction.of(session, TestAuthenticationSession.singleSignOn(app, open)), "magento"))
                    .isEmpty();
        }

        @Test
        void isNothingOfImpersonator() {
            open.with("magento.session.proof", "local-login")
                    .with(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin");

            assertThat(SignInProof.of(
                            TestAction.of(session, TestAuthenticationSession.singleSignOn(app, open)), "magento"))
                    .isEmpty();
        }

        @Test
        void keepsNothingAnewInSingleSignOn() {
            TestAuthenticationSession singleSignOn = TestAuthenticationSession.singleSignOn(app, open);

            SignInProof.keep(TestAction.of(session, singleSignOn), "magento");

            assertThat(singleSignOn.getUserSessionNotes()).isEmpty();
        }
    }

    @Nested
    class Recency {
        @Test
        void isRecentWhereSomebodyHasJustSignedIn() {
            assertThat(RecentLogin.is(
                            TestAction.of(session, TestAuthenticationSession.of(session.realm(), app, agnes))))
                    .isTrue();
        }

        @ParameterizedTest
        @CsvSource({"0, true", "290, true", "310, false", "100000, false"})
        void isRecentForFiveMinutesInOpenSession(int secondsAgo, boolean recent) {
            assertThat(RecentLogin.is(singleSignOn(secondsAgo))).isEqualTo(recent);
        }

        @ParameterizedTest
        @CsvSource({"60, 50, true", "60, 70, false", "3600, 3000, true", "0, 5, false"})
        void isRecentForAsLongAsOperatorSays(String maxAge, int secondsAgo, boolean recent) {
            RequiredActionConfigModel config = new RequiredActionConfigModel();
            config.setProviderId(MagentoLinkActionFactory.ID);
            config.setAlias(MagentoLinkActionFactory.ID);
            config.setConfig(new HashMap<>(Map.of(Constants.MAX_AUTH_AGE_KEY, maxAge)));
            RequiredActionProviderModel action = new RequiredActionProviderModel();
            action.setAlias(MagentoLinkActionFactory.ID);
            action.setProviderId(MagentoLinkActionFactory.ID);
            action.setName(MagentoLinkActionFactory.ID);
            action.setConfig(config.getConfig());
            session.realm().addRequiredActionProvider(action);

            assertThat(RecentLogin.is(singleSignOn(secondsAgo))).isEqualTo(recent);
        }

        @Test
        void isNotRecentInSessionThatDoesNotTell() {
            TestUserSession open = TestUserSession.of(session.realm(), agnes);
            keycloak.userSessions().add(open);

            assertThat(RecentLogin.is(TestAction.of(session, TestAuthenticationSession.singleSignOn(app, open))))
                    .isFalse();
        }

        private TestAction singleSignOn(int secondsAgo) {
            TestUserSession open = TestUserSession.of(session.realm(), agnes)
                    .with(AuthenticationManager.AUTH_TIME, Long.toString(Time.currentTimeSeconds() - secondsAgo));
            keycloak.userSessions().add(open);
            return TestAction.of(session, TestAuthenticationSession.singleSignOn(app, open));
        }
    }

    private void assertProof(TestAuthenticationSession authSession, LinkProof proof) {
        assertThat(SignInProof.of(TestAction.of(session, authSession), "magento"))
                .contains(proof);
    }
}
