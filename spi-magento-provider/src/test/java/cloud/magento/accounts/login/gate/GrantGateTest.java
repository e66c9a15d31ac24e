package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestFlow;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestMeters;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkSettings;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventType;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

class GrantGateTest {
    @Test
    void refusesGrantOfUnlinkedAccountAfterDeadline() {
        TestKeycloak keycloak = enforcing();
        TestMeters refused = TestMeters.counting("magento_gate_decisions", "hook", "grant", "outcome", "refuse");

        assertRefused(keycloak, keycloak.account("agnes"), "magento_link_required", "link-required");

        assertThat(refused.count()).isEqualTo(1);
    }

    @Test
    void refusesGrantOfLinkedAccount() {
        TestKeycloak keycloak = enforcing();

        assertRefused(keycloak, keycloak.account("agnes").linked("Sub"), "magento_login_required", "login-required");
    }

    @Test
    void passesGrantBeforeDeadlineAndMarksSignInAsWithoutPage() {
        TestKeycloak keycloak = TestKeycloak.start()
                .withProvider(LinkSettings.REPORT_ONLY, "false", LinkSettings.ENFORCE_FROM, "2999-01-01");

        assertPasses(keycloak, keycloak.account("agnes"));
    }

    @Test
    void passesGrantOfExemptAccount() {
        TestKeycloak keycloak = enforcing();

        assertPasses(keycloak, keycloak.account("agnes").exempt(Instant.parse("2999-01-01T00:00:00Z")));
    }

    @Test
    void passesGrantWhereOnlyReporting() {
        TestKeycloak keycloak = TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "true");

        assertPasses(keycloak, keycloak.account("agnes"));
    }

    @Test
    void passesGrantWithoutProvider() {
        TestKeycloak keycloak = TestKeycloak.start();

        assertPasses(keycloak, keycloak.account("agnes"));
    }

    private static TestKeycloak enforcing() {
        return TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "false");
    }

    private static TestFlow flow(TestSession session, TestAccount account) {
        return TestFlow.of(
                session, TestAuthenticationSession.of(session.realm(), TestClient.called("app"), account.in(session)));
    }

    private static void assertPasses(TestKeycloak keycloak, TestAccount account) {
        keycloak.run(session -> {
            TestFlow flow = flow(session, account);

            new GrantGate().authenticate(flow);

            assertThat(flow.isSuccessful()).isTrue();
            assertThat(flow.challenge()).isNull();
            assertThat(PassiveSignIn.is(flow.getAuthenticationSession())).isTrue();
        });
        assertThat(keycloak.events()).isEmpty();
    }

    private static void assertRefused(TestKeycloak keycloak, TestAccount account, String description, String reason) {
        keycloak.run(session -> {
            TestFlow flow = flow(session, account);

            new GrantGate().authenticate(flow);

            assertThat(flow.isSuccessful()).isFalse();
            Response response = Objects.requireNonNull(flow.challenge());
            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(response.getEntity()).isInstanceOfSatisfying(OAuth2ErrorRepresentation.class, error -> {
                assertThat(error.getError()).isEqualTo("invalid_grant");
                assertThat(error.getErrorDescription()).isEqualTo(description);
            });
        });
        assertThat(keycloak.events()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(EventType.LOGIN_ERROR);
            assertThat(event.getError()).isEqualTo(description);
            assertThat(event.getDetails()).containsEntry("magento_reason", reason);
        });
    }
}
