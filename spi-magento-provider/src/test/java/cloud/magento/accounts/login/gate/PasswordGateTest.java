package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.InvitationEnd;
import cloud.magento.accounts.registry.Invitations;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.PasswordCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;

class PasswordGateTest {
    private static final String RIGHT = "right";

    private final TestKeycloak keycloak = TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "false");

    @Test
    void takesPasswordOfUnlinkedAccount() {
        TestAccount agnes = keycloak.account("agnes");

        keycloak.run(session -> {
            assertThat(isValid(session, agnes, RIGHT)).isTrue();
            assertThat(isValid(session, agnes, "wrong")).isFalse();
            assertThat(PasswordGate.wasCorrect(session, agnes.in(session))).isFalse();
        });
    }

    @Test
    void takesNoPasswordOfLinkedAccountAndRemembersThatItWasRight() {
        TestAccount agnes = keycloak.account("agnes").linked("Sub");
        TestAccount boris = keycloak.account("boris").linked("Other");

        keycloak.run(session -> {
            assertThat(isValid(session, agnes, RIGHT)).isFalse();
            assertThat(PasswordGate.wasCorrect(session, agnes.in(session))).isTrue();
            assertThat(PasswordGate.wasCorrect(session, boris.in(session))).isFalse();

            assertThat(isValid(session, agnes, "wrong")).isFalse();
            assertThat(PasswordGate.wasCorrect(session, agnes.in(session))).isFalse();
        });
    }

    @Test
    void saysOfPasswordOfLinkedAccountThatItIsRightWhereOnlyTold() {
        TestAccount agnes = keycloak.account("agnes").linked("Sub");

        keycloak.run(session -> {
            assertThat(PasswordGate.checkingWithoutAccepting(session, () -> isValid(session, agnes, RIGHT)))
                    .isTrue();
            assertThat(PasswordGate.checkingWithoutAccepting(session, () -> isValid(session, agnes, "wrong")))
                    .isFalse();
            assertThat(isValid(session, agnes, RIGHT)).as("afterwards").isFalse();
        });
    }

    @Test
    void takesPasswordOfLinkedAccountOnlyInSignInByItsInvitation() {
        TestAccount agnes = keycloak.account("agnes").linked("Sub");
        TestAccount boris = keycloak.account("boris").linked("Other");
        Invitation invitation = invite(agnes);

        keycloak.run(session -> {
            TestAuthenticationSession invited =
                    TestAuthenticationSession.of(session.realm(), TestClient.called("app"), agnes.in(session));
            InvitedSignIn.begin(invited, invitation, "magento-link");
            session.getContext().setAuthenticationSession(invited);
            assertThat(isValid(session, agnes, RIGHT)).isTrue();
            assertThat(isValid(session, agnes, "wrong")).isFalse();
            assertThat(isValid(session, boris, RIGHT)).as("another account").isFalse();
        });
        keycloak.run(session -> {
            TestAuthenticationSession other =
                    TestAuthenticationSession.of(session.realm(), TestClient.called("app"), agnes.in(session));
            session.getContext().setAuthenticationSession(other);
            assertThat(isValid(session, agnes, RIGHT)).as("another sign-in").isFalse();
        });
        keycloak.run(session -> {
            new Invitations(session, session.realm()).end(invitation.id(), InvitationEnd.OPERATOR);
            TestAuthenticationSession late =
                    TestAuthenticationSession.of(session.realm(), TestClient.called("app"), agnes.in(session));
            InvitedSignIn.begin(late, invitation, "magento-link");
            session.getContext().setAuthenticationSession(late);
            assertThat(isValid(session, agnes, RIGHT)).as("withdrawn").isFalse();
        });
    }

    private Invitation invite(TestAccount account) {
        return keycloak.<Invitation>ask(session -> {
            account.in(session).setEmail("agnes@example.com");
            return new Invitations(session, session.realm())
                    .issue(new Invitations.Order(
                            account.id(), "agnes@example.com", null, false, "an-administrator", Duration.ofHours(1)))
                    .invitation();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesPasswordOfLinkedAccountWhereUpstreamIsNotPrimaryOrOnlyReported(boolean preferred) {
        TestKeycloak lenient = TestKeycloak.start()
                .withProvider(
                        LinkSettings.REPORT_ONLY,
                        Boolean.toString(!preferred),
                        LinkSettings.PRIMARY_LOGIN,
                        preferred ? "preferred" : "required");
        TestAccount agnes = lenient.account("agnes").linked("Sub");

        lenient.run(session -> assertThat(isValid(session, agnes, RIGHT)).isTrue());
    }

    @Test
    void takesPasswordWithoutProvider() {
        TestKeycloak plain = TestKeycloak.start();
        TestAccount agnes = plain.account("agnes").linked("Sub");

        plain.run(session -> assertThat(isValid(session, agnes, RIGHT)).isTrue());
    }

    private static boolean isValid(TestSession session, TestAccount account, String password) {
        return new PasswordGate(session, new Keycloaks(session))
                .isValid(session.realm(), account.in(session), UserCredentialModel.password(password));
    }

    /** Keycloak's provider, with one password for everybody. */
    private static final class Keycloaks extends PasswordCredentialProvider {
        Keycloaks(KeycloakSession session) {
            super(session, null, false, false, false, false, false);
        }

        @Override
        public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
            return input.getChallengeResponse().equals(RIGHT);
        }
    }
}
