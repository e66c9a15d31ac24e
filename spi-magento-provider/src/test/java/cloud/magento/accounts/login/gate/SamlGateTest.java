package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestClientSession;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestMeters;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.SignInUses;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.dom.saml.v2.protocol.AuthnRequestType;
import org.keycloak.dom.saml.v2.protocol.ResponseType;
import org.keycloak.dom.saml.v2.protocol.ResponseType.RTChoiceType;
import org.keycloak.dom.saml.v2.protocol.StatusResponseType;

/** The last door for service providers: what they are given in place of an assertion. */
class SamlGateTest {
    private static final XMLGregorianCalendar NOW =
            DatatypeFactory.newDefaultInstance().newXMLGregorianCalendar("2026-04-01T00:00:00Z");

    private final TestClient provider = TestClient.called("service-provider");
    private TestKeycloak keycloak = enforcing("2020-04-01");
    private TestSession session = keycloak.begin();

    @AfterEach
    void end() {
        session.close();
    }

    @Test
    void takesAssertionOutForUnlinkedAccountAfterDeadline() {
        TestMeters refused = TestMeters.counting(
                "magento_gate_decisions", "hook", "saml", "outcome", "refuse", "reason", "link-required");

        assertRefused(sessionOf(keycloak.account("agnes")), "magento_link_required", "link-required");

        assertThat(refused.count()).isEqualTo(1);
    }

    @Test
    void takesAssertionOutForLinkedAccountBesideUpstream() {
        assertRefused(sessionOf(keycloak.account("agnes").linked("Sub")), "magento_login_required", "login-required");
    }

    @Test
    void takesAssertionOutWhereSecondFactorIsMissing() {
        assertRefused(
                throughUpstream(keycloak.account("agnes").linked("Sub")).with(SecondFactorRule.MISSING_NOTE, "true"),
                "magento_login_required",
                "second-factor-required");
    }

    @Test
    void leavesAssertionOfSessionThroughUpstreamAndNotesTheWay() {
        TestAccount agnes = keycloak.account("agnes").linked("Sub");
        ResponseType response = login();

        StatusResponseType answer = answer(response, throughUpstream(agnes));

        assertThat(answer).isSameAs(response);
        assertThat(response.getAssertions()).hasSize(1);
        assertThat(keycloak.events()).isEmpty();
        assertThat(ways(agnes)).containsExactly(SignInWay.UPSTREAM);
    }

    @Test
    void leavesAssertionOfExemptAccount() {
        TestAccount agnes = keycloak.account("agnes").exempt(Instant.now().plusSeconds(60));
        ResponseType response = login();

        assertThat(answer(response, sessionOf(agnes))).isSameAs(response);
    }

    @Test
    void leavesAssertionWithoutProvider() {
        restart(TestKeycloak.start());
        ResponseType response = login();

        assertThat(answer(response, sessionOf(keycloak.account("agnes")))).isSameAs(response);
    }

    @Test
    void leavesAssertionWhereOnlyReporting() {
        restart(TestKeycloak.start()
                .withProvider(LinkSettings.REPORT_ONLY, "true", LinkSettings.ENFORCE_FROM, "2020-04-01"));
        ResponseType response = login();

        assertThat(answer(response, sessionOf(keycloak.account("agnes")))).isSameAs(response);
    }

    @Test
    void leavesResponseThatHoldsNoAssertion() {
        ResponseType response = new ResponseType("id", NOW);

        assertThat(answer(response, sessionOf(keycloak.account("agnes")))).isSameAs(response);
        assertThat(keycloak.events()).isEmpty();
    }

    @Test
    void remembersThatNoPageMayShow() {
        TestAuthenticationSession signIn = TestAuthenticationSession.of(
                session.realm(), provider, keycloak.account("agnes").in(session));
        AuthnRequestType request = new AuthnRequestType("id", NOW);
        new SamlGate().beforeProcessingLoginRequest(request, signIn);
        assertThat(PassiveSignIn.is(signIn)).isFalse();

        request.setIsPassive(true);
        new SamlGate().beforeProcessingLoginRequest(request, signIn);

        assertThat(PassiveSignIn.is(signIn)).isTrue();
    }

    private void assertRefused(TestUserSession userSession, String description, String reason) {
        ResponseType response = login();

        StatusResponseType answer = answer(response, userSession);

        assertThat(((ResponseType) answer).getAssertions()).isEmpty();
        assertThat(answer.getStatus().getStatusMessage()).isEqualTo(description);
        assertThat(answer.getStatus().getStatusCode().getStatusCode().getValue())
                .hasToString("urn:oasis:names:tc:SAML:2.0:status:RequestDenied");
        assertThat(keycloak.events()).singleElement().satisfies(event -> {
            assertThat(event.getError()).isEqualTo(description);
            assertThat(event.getDetails()).containsEntry("magento_reason", reason);
        });
    }

    private static ResponseType login() {
        ResponseType response = new ResponseType("id", NOW);
        response.addAssertion(new RTChoiceType(new AssertionType("assertion", NOW)));
        return response;
    }

    private StatusResponseType answer(ResponseType response, TestUserSession userSession) {
        return new SamlGate()
                .beforeSendingResponse(response, userSession.getAuthenticatedClientSessionByClient(provider.getId()));
    }

    private TestUserSession throughUpstream(TestAccount account) {
        return sessionOf(account)
                .with(UpstreamIdentity.NOTE, TestAccount.identity("Sub").key());
    }

    private TestUserSession sessionOf(TestAccount account) {
        TestUserSession userSession = TestUserSession.of(session.realm(), account.in(session));
        TestClientSession.of(provider, userSession);
        keycloak.userSessions().add(userSession);
        return userSession;
    }

    private Set<SignInWay> ways(TestAccount account) {
        restart(keycloak);
        return new SignInUses(session, session.realm())
                .ofAccount(account.id()).stream()
                        .flatMap(use -> use.days().keySet().stream())
                        .collect(Collectors.toSet());
    }

    private void restart(TestKeycloak other) {
        session.close();
        keycloak = other;
        session = keycloak.begin();
    }

    private static TestKeycloak enforcing(String enforceFrom) {
        return TestKeycloak.start()
                .withProvider(LinkSettings.REPORT_ONLY, "false", LinkSettings.ENFORCE_FROM, enforceFrom);
    }
}
