package cloud.magento.accounts.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.UserModel;

class SignInEpochTest {
    private static final Instant CHANGED = Instant.ofEpochSecond(1_000_000);

    private final TestKeycloak keycloak = TestKeycloak.start().withProvider();
    private final TestClient app = TestClient.called("app");
    private final TestAccount account = keycloak.account("agnes");
    private final TestSession session = keycloak.begin();
    private final UserModel agnes = account.in(session);

    @AfterEach
    void end() {
        session.close();
    }

    @Nested
    class SignIns {
        private final TestAuthenticationSession authSession = TestAuthenticationSession.of(session.realm(), app, agnes);

        @Test
        void goesOnWhereNothingChanges() {
            SignInEpoch.begin(session, authSession, agnes);
            assertThat(SignInEpoch.isOver(session, authSession)).isFalse();
        }

        @Test
        void goesOnFromNewestChange() {
            account.changed("first", CHANGED);

            SignInEpoch.begin(session, authSession, agnes);

            assertThat(SignInEpoch.isOver(session, authSession)).isFalse();
        }

        @Test
        void isOverOnceLinkChanges() {
            SignInEpoch.begin(session, authSession, agnes);
            account.changed("first", CHANGED);
            assertThat(SignInEpoch.isOver(session, authSession)).isTrue();

            SignInEpoch.begin(session, authSession, agnes);
            account.changed("second", CHANGED);
            assertThat(SignInEpoch.isOver(session, authSession))
                    .as("two changes at one instant")
                    .isTrue();
        }

        @Test
        void isOverWhereItBeganUnseenBeforeChange() {
            account.changed("first", CHANGED);

            assertThat(SignInEpoch.isOver(session, authSession)).isTrue();
        }

        @Test
        void isNeverOverOfNobody() {
            account.changed("first", CHANGED);

            assertThat(SignInEpoch.isOver(session, TestAuthenticationSession.empty(session.realm(), app)))
                    .isFalse();
        }

        @Test
        void goesOnAfterItsOwnChange() {
            SignInEpoch.begin(session, authSession, agnes);
            account.changed("own", CHANGED);

            SignInEpoch.goOn(session, authSession, agnes);

            assertThat(SignInEpoch.isOver(session, authSession)).isFalse();
            assertThat(authSession.getUserSessionNotes()).containsValue("own");
        }

        @Test
        void isOverWhereSessionOfSingleSignOnIs() {
            TestUserSession open = TestUserSession.of(session.realm(), agnes).with("magento.link.change", "older");
            keycloak.userSessions().add(open);
            account.changed("newest", CHANGED);
            TestAuthenticationSession singleSignOn = TestAuthenticationSession.singleSignOn(app, open);
            SignInEpoch.begin(session, singleSignOn, agnes);

            assertThat(SignInEpoch.isOver(session, singleSignOn)).isTrue();

            open.with("magento.link.change", "newest");
            assertThat(SignInEpoch.isOver(session, singleSignOn)).isFalse();
        }
    }

    @Nested
    class Sessions {
        @Test
        void beginsWithItsSignIn() {
            TestAuthenticationSession authSession = TestAuthenticationSession.of(session.realm(), app, agnes);
            account.changed("first", CHANGED);
            SignInEpoch.begin(session, authSession, agnes);
            SignInEpoch.keep(authSession);
            TestUserSession opened = TestUserSession.of(session.realm(), agnes);
            authSession.getUserSessionNotes().forEach(opened::setNote);

            assertThat(SignInEpoch.isOver(session, opened)).isFalse();
            account.changed("second", CHANGED);
            assertThat(SignInEpoch.isOver(session, opened)).isTrue();
        }

        @Test
        void keepsNothingInSingleSignOn() {
            TestUserSession open = TestUserSession.of(session.realm(), agnes);
            TestAuthenticationSession singleSignOn = TestAuthenticationSession.singleSignOn(app, open);
            SignInEpoch.begin(session, singleSignOn, agnes);

            SignInEpoch.keep(singleSignOn);

            assertThat(singleSignOn.getUserSessionNotes()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"999999, true", "1000000, false", "1000001, false"})
        void goesByTimeWhereNothingWasKept(int started, boolean over) {
            account.changed("first", CHANGED);

            assertThat(SignInEpoch.isOver(session, TestUserSession.begun(session.realm(), agnes, started)))
                    .isEqualTo(over);
        }

        @Test
        void goesOnWhereItIsCarriedOver() {
            TestUserSession open = TestUserSession.begun(session.realm(), agnes, 5);
            account.changed("first", CHANGED);
            assertThat(SignInEpoch.isOver(session, open)).isTrue();

            SignInEpoch.carryOver(session, open);

            assertThat(SignInEpoch.isOver(session, open)).isFalse();
        }
    }

    @Nested
    class Mails {
        @ParameterizedTest
        @CsvSource({"999999, true", "1000000, false", "1000001, false"})
        void isOutdatedWhereItWasWrittenBeforeChange(long writtenAt, boolean before) {
            account.changed("first", CHANGED);

            assertThat(SignInEpoch.isMailedBefore(
                            session, session.realm(), agnes, token("{\"iat\":" + writtenAt + "}")))
                    .isEqualTo(before);
        }

        @Test
        void isOutdatedWhereItDoesNotTellWhenItWasWritten() {
            account.changed("first", CHANGED);

            assertThat(SignInEpoch.isMailedBefore(session, session.realm(), agnes, token("{}")))
                    .isTrue();
            assertThat(SignInEpoch.isMailedBefore(session, session.realm(), agnes, "no token"))
                    .isTrue();
        }

        @Test
        void isNeverOutdatedWhereNothingChanged() {
            assertThat(SignInEpoch.isMailedBefore(session, session.realm(), agnes, token("{\"iat\":1}")))
                    .isFalse();
        }

        private static String token(String claims) {
            Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
            return encoder.encodeToString("{\"alg\":\"HS512\"}".getBytes(StandardCharsets.UTF_8)) + "."
                    + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
        }
    }
}
