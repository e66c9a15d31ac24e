package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionNoticeTest {
    private final TestKeycloak keycloak = TestKeycloak.start();
    private final TestSession session = keycloak.begin();
    private final TestUserSession open =
            TestUserSession.of(session.realm(), keycloak.account("agnes").in(session));

    @AfterEach
    void end() {
        session.close();
    }

    @ParameterizedTest
    @EnumSource
    void isSaidOnce(DecisionNotice notice) {
        signIn("magento-account-settings", notice);

        assertThat(DecisionNotice.take(open)).contains(notice);
        assertThat(DecisionNotice.take(open)).isEmpty();
    }

    @Test
    void isLeftToOtherApplications() {
        signIn("shop", DecisionNotice.CANCELLED);

        assertThat(DecisionNotice.take(open)).isEmpty();
    }

    @Test
    void ignoresUnknownNotice() {
        open.setNote("magento.notice", "PAID");

        assertThat(DecisionNotice.take(open)).isEmpty();
    }

    /** What a sign-in notes for its session comes into the session once the sign-in ends. */
    private void signIn(String client, DecisionNotice notice) {
        TestAuthenticationSession authSession =
                TestAuthenticationSession.empty(session.realm(), TestClient.called(client));
        notice.leave(authSession);
        authSession.getUserSessionNotes().forEach(open::setNote);
    }
}
