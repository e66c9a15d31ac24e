package cloud.magento.accounts.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestClientSession;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.Constants;

/** What a session is worth to an application, whatever opened it. */
class SessionStrengthTest {
    private static final String LEVEL = "magento.session.level";
    private static final String SIGNED_IN_AT = "magento.session.upstream-auth-time";

    private TestKeycloak keycloak = TestKeycloak.start();
    private TestSession session = keycloak.begin();

    @BeforeEach
    void enforce() {
        restart(TestKeycloak.start()
                .withProvider(
                        "linkReportOnly",
                        "false",
                        "upstreamLevels",
                        "2=second-factor 3=key",
                        "upstreamMaxAge",
                        "3600"));
    }

    @AfterEach
    void end() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, , , , linked",
        "1, 2, , , level-required",
        "2, 2, , , linked",
        ", 2, , , level-required",
        "x, 2, , , level-required",
        "1, gold, , , linked",
        "1, , 2, true, level-required",
        "2, , 2, true, linked",
        "1, , 2, false, linked",
        "2, 3, 2, true, level-required"
    })
    void judgesLevelByWhatTheApplicationWants(
            String reached, String minimum, String requested, String insists, String reason) {
        TestClient app = TestClient.called("app");
        if (minimum != null) {
            app.with(Constants.MINIMUM_ACR_VALUE, minimum).with(Constants.ACR_LOA_MAP, "{\"silver\":1}");
        }
        TestUserSession userSession = throughUpstream().with(SIGNED_IN_AT, secondsAgo(10));
        if (reached != null) {
            userSession.with(LEVEL, reached);
        }
        TestClientSession clientSession = TestClientSession.of(app, userSession);
        if (requested != null) {
            clientSession.setNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION, requested);
            clientSession.setNote(Constants.FORCE_LEVEL_OF_AUTHENTICATION, insists);
        }

        assertThat(decision(clientSession).reason().id()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"3590, linked", "3610, login-too-old", ", login-too-old"})
    void judgesHowLongAgoTheLoginWas(Long secondsAgo, String reason) {
        TestUserSession userSession = throughUpstream().with(LEVEL, "1");
        if (secondsAgo != null) {
            userSession.with(SIGNED_IN_AT, secondsAgo(secondsAgo));
        }

        assertThat(decision(TestClientSession.of(TestClient.called("app"), userSession))
                        .reason()
                        .id())
                .isEqualTo(reason);
    }

    /** A setting that cannot be read was meant to ask for something. */
    @Test
    void lacksEverythingWhereTheSettingsAreDamaged() {
        restart(TestKeycloak.start().withProvider("linkReportOnly", "false", "requiredLevel", "gold"));

        assertThat(decision(TestClientSession.of(
                                TestClient.called("app"), throughUpstream().with(LEVEL, "3")))
                        .reason()
                        .id())
                .isEqualTo("level-required");
    }

    private TestUserSession throughUpstream() {
        return TestUserSession.of(
                        session.realm(), keycloak.account("agnes").linked("Sub").in(session))
                .with(UpstreamIdentity.NOTE, TestAccount.identity("Sub").key());
    }

    private LinkDecision decision(TestClientSession clientSession) {
        return AccountEvaluation.of(
                        session, session.realm(), clientSession.getUserSession().getUser())
                .orElseThrow()
                .decideWithoutPage(session, clientSession);
    }

    private static String secondsAgo(long seconds) {
        return Long.toString(Instant.now().getEpochSecond() - seconds);
    }

    private void restart(TestKeycloak other) {
        session.close();
        keycloak = other;
        session = keycloak.begin();
    }
}
