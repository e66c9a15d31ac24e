package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestClientSession;
import cloud.magento.accounts.keycloak.TestCors;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestMeters;
import cloud.magento.accounts.keycloak.TestRequest;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

class TokenGateTest {
    private static final String FUTURE = "2999-01-01T00:00:00Z";

    private final TestClient app = TestClient.called("app");
    private final TestClient otherApp = TestClient.called("other-app");
    private TestKeycloak keycloak = enforcing();
    private TestSession session = keycloak.begin();

    @AfterEach
    void end() {
        session.close();
    }

    @Nested
    class Passing {
        @Test
        void passesTokenWithoutProvider() {
            restart(TestKeycloak.start());

            assertPasses(sessionOf(account("agnes")));
        }

        @Test
        void passesTokenOfUnlinkedAccountBeforeDeadline() {
            restart(enforcing(LinkSettings.ENFORCE_FROM, FUTURE));

            assertPasses(sessionOf(account("agnes")));
        }

        @Test
        void passesTokenWhereReminderWouldNeedPage() {
            restart(enforcing(
                    LinkSettings.ENFORCE_FROM,
                    FUTURE,
                    LinkSettings.REMIND_FROM,
                    "2020-01-01",
                    LinkSettings.MAX_SKIPS,
                    "0"));

            assertPasses(sessionOf(account("agnes")));
        }

        @Test
        void passesTokenOfSessionThroughUpstream() {
            assertPasses(sessionOf(account("agnes").linked("Sub"))
                    .with(UpstreamIdentity.NOTE, TestAccount.identity("Sub").key()));
        }

        @Test
        void passesTokenOfExemptAccount() {
            assertPasses(sessionOf(account("agnes").exempt(Instant.parse(FUTURE))));
        }

        @Test
        void passesTokenOfServiceAccount() {
            assertPasses(sessionOf(account("agnes").ofClient()));
        }

        @Test
        void passesTokenOfImpersonatorWhereThatIsAllowed() {
            restart(enforcing(LinkSettings.ALLOW_IMPERSONATION, "true"));

            assertPasses(
                    sessionOf(account("agnes")).with(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"));
        }

        @Test
        void reportsAndPassesWhereOnlyReporting() {
            restart(TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "true"));
            TestMeters reported = TestMeters.counting(
                    "magento_gate_decisions", "hook", "token", "outcome", "reported", "reason", "link-required");

            assertPasses(sessionOf(account("agnes")));

            assertThat(reported.count()).isEqualTo(1);
        }

        private void assertPasses(TestUserSession userSession) {
            assertThatCode(() -> process(userSession, "refresh_token")).doesNotThrowAnyException();
            assertThat(keycloak.events()).isEmpty();
        }
    }

    @Nested
    class Refusing {
        @Test
        void refusesTokenOfUnlinkedAccountAfterDeadline() {
            TestMeters refused = TestMeters.counting(
                    "magento_gate_decisions", "hook", "token", "outcome", "refuse", "reason", "link-required");

            assertRefused(sessionOf(account("agnes")), "magento_link_required", "link-required");

            assertThat(refused.count()).isEqualTo(1);
        }

        @Test
        void refusesTokenOfLinkedAccountBesideUpstream() {
            assertRefused(sessionOf(account("agnes").linked("Sub")), "magento_login_required", "login-required");
        }

        @Test
        void refusesTokenOfSessionThroughUpstreamAsSomebodyElse() {
            assertRefused(
                    sessionOf(account("agnes").linked("Sub"))
                            .with(
                                    UpstreamIdentity.NOTE,
                                    TestAccount.identity("Other").key()),
                    "magento_login_required",
                    "login-required");
        }

        @Test
        void refusesTokenWhereSecondFactorIsMissing() {
            TestAccount agnes = account("agnes").linked("Sub").exempt(Instant.parse(FUTURE));

            assertRefused(
                    sessionOf(agnes)
                            .with(
                                    UpstreamIdentity.NOTE,
                                    TestAccount.identity("Sub").key())
                            .with(SecondFactorRule.MISSING_NOTE, "true"),
                    "magento_login_required",
                    "second-factor-required");
        }

        @Test
        void refusesTokenOfSessionFromBeforeLinkChanged() {
            TestAccount agnes = account("agnes")
                    .linked("Sub")
                    .changed("newest", Instant.now().minusSeconds(60));

            assertRefused(
                    sessionOf(agnes)
                            .with(
                                    UpstreamIdentity.NOTE,
                                    TestAccount.identity("Sub").key())
                            .with("magento.link.change", "older"),
                    "magento_login_required",
                    "link-changed");
        }

        @Test
        void refusesTokenOfImpersonatorWhereThatIsNotAllowed() {
            assertRefused(
                    sessionOf(account("agnes")).with(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"),
                    "magento_link_required",
                    "link-required");
        }

        @Test
        void refusesTokenOfExemptionThatIsOver() {
            assertRefused(
                    sessionOf(account("agnes").exempt(Instant.now().minusSeconds(1))),
                    "magento_link_required",
                    "link-required");
        }

        @ParameterizedTest
        @CsvSource({
            "authorization_code, CODE_TO_TOKEN_ERROR",
            "refresh_token, REFRESH_TOKEN_ERROR",
            "password, LOGIN_ERROR",
            "urn:ietf:params:oauth:grant-type:device_code, OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR",
            "urn:ietf:params:oauth:grant-type:token-exchange, TOKEN_EXCHANGE_ERROR",
            "urn:openid:params:grant-type:ciba, AUTHREQID_TO_TOKEN_ERROR",
            "urn:ietf:params:oauth:grant-type:uma-ticket, PERMISSION_TOKEN_ERROR",
            "something-new, LOGIN_ERROR"
        })
        void tellsEventOfGrant(String grantType, EventType type) {
            TestUserSession userSession = sessionOf(account("agnes"));

            assertThatThrownBy(() -> process(userSession, grantType)).isInstanceOf(CorsErrorResponseException.class);

            assertThat(keycloak.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getType()).isEqualTo(type));
        }

        @Test
        void tellsErrorForPageOutsideOfGrants() {
            TestUserSession userSession = sessionOf(account("agnes"));

            assertThatThrownBy(() -> process(userSession, null))
                    .isInstanceOfSatisfying(TokenInterceptorException.class, refusal -> {
                        assertThat(refusal.getError()).isEqualTo(OAuthErrorException.INVALID_GRANT);
                        assertThat(refusal.getDescription()).isEqualTo("magento_link_required");
                    });
        }

        private void assertRefused(TestUserSession userSession, String description, String reason) {
            assertThatThrownBy(() -> process(userSession, "refresh_token"))
                    .isInstanceOfSatisfying(CorsErrorResponseException.class, refusal -> {
                        assertThat(refusal.getMessage()).isEqualTo(OAuthErrorException.INVALID_GRANT);
                        assertThat(refusal.getErrorDescription()).isEqualTo(description);
                    });
            assertThat(keycloak.events()).singleElement().satisfies(event -> {
                assertThat(event.getError()).isEqualTo(description);
                assertThat(event.getClientId()).isEqualTo("app");
                assertThat(event.getUserId()).isEqualTo(userSession.getUser().getId());
                assertThat(event.getSessionId()).isEqualTo(userSession.getId());
                assertThat(event.getDetails()).containsEntry("magento_reason", reason);
            });
        }
    }

    @Nested
    class Sessions {
        @ParameterizedTest
        @ValueSource(strings = {"password", "urn:openid:params:grant-type:ciba"})
        void endsSessionThatGrantBegan(String grantType) {
            TestUserSession userSession = sessionOf(account("agnes"));

            assertThatThrownBy(() -> process(userSession, grantType)).isInstanceOf(RuntimeException.class);

            assertThat(keycloak.userSessions().getUserSession(session.realm(), userSession.getId()))
                    .isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"refresh_token", "authorization_code"})
        void keepsSessionThatWasThereBefore(String grantType) {
            TestUserSession userSession = sessionOf(account("agnes"));

            assertThatThrownBy(() -> process(userSession, grantType)).isInstanceOf(RuntimeException.class);

            assertThat(keycloak.userSessions().getUserSession(session.realm(), userSession.getId()))
                    .isNotNull();
        }

        @Test
        void endsOfflineAccessThatRequestBegan() {
            TestUserSession userSession = sessionOf(account("agnes"));
            keycloak.userSessions().addOffline(userSession);

            assertThatThrownBy(() -> process(userSession, "refresh_token")).isInstanceOf(RuntimeException.class);

            assertThat(keycloak.userSessions().getOfflineUserSession(session.realm(), userSession.getId()))
                    .isNull();
        }

        @Test
        void endsOfflineAccessOfThisApplicationAlone() {
            TestUserSession userSession = sessionOf(account("agnes"));
            TestClientSession.of(otherApp, userSession);
            keycloak.userSessions().addOffline(userSession);

            assertThatThrownBy(() -> process(userSession, "refresh_token")).isInstanceOf(RuntimeException.class);

            assertThat(keycloak.userSessions().getOfflineUserSession(session.realm(), userSession.getId()))
                    .isNotNull();
            assertThat(userSession.getAuthenticatedClientSessions()).containsOnlyKeys(otherApp.getId());
        }

        @Test
        void keepsOfflineAccessThatBeganEarlier() {
            TestUserSession userSession =
                    TestUserSession.of(session.realm(), account("agnes").in(session));
            TestClientSession.begun(app, userSession, Math.toIntExact(Time.currentTimeSeconds() - 60));
            keycloak.userSessions().addOffline(userSession);

            assertThatThrownBy(() -> process(userSession, "refresh_token")).isInstanceOf(RuntimeException.class);

            assertThat(keycloak.userSessions().getOfflineUserSession(session.realm(), userSession.getId()))
                    .isNotNull();
        }
    }

    @Nested
    class Noting {
        private final TestAccount agnes;

        Noting() {
            restart(enforcing(LinkSettings.ENFORCE_FROM, FUTURE));
            agnes = account("agnes");
        }

        @Test
        void notesApplicationThatSessionGoesOnIn() {
            process(sessionOf(agnes), "authorization_code");

            assertThat(ways()).containsExactly(SignInWay.LOCAL);
        }

        @Test
        void knowsSessionThatGrantOpenedAlsoByItsRefreshToken() {
            TestUserSession userSession = sessionOf(agnes);
            process(userSession, "password");
            process(userSession, "refresh_token");

            assertThat(ways()).containsExactly(SignInWay.GRANT);
        }

        @Test
        void knowsSessionOfOtherProviderFromOneThatIsNotThroughUpstreamAnyMore() {
            process(sessionOf(agnes).with(Details.IDENTITY_PROVIDER, "another"), "authorization_code");
            assertThat(ways()).containsExactly(SignInWay.OTHER_PROVIDER);

            process(sessionOf(agnes).with(Details.IDENTITY_PROVIDER, "magento"), "authorization_code");
            assertThat(ways()).containsExactlyInAnyOrder(SignInWay.OTHER_PROVIDER, SignInWay.LOCAL);
        }

        @Test
        void notesNoAdministratorWhoActsAsAccount() {
            process(
                    sessionOf(agnes).with(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "an-admin"),
                    "authorization_code");

            assertThat(ways()).isEmpty();
        }

        @Test
        void notesNoRefusal() {
            keycloak.run(session -> {
                IdentityProviderModel provider = session.identityProviders().getByAlias("magento");
                provider.getConfig().put(LinkSettings.ENFORCE_FROM, "2020-04-01");
                session.identityProviders().update(provider);
            });
            restart(keycloak);
            TestUserSession refused = sessionOf(agnes);

            assertThatThrownBy(() -> process(refused, "authorization_code")).isInstanceOf(RuntimeException.class);

            assertThat(ways()).isEmpty();
        }

        private Set<SignInWay> ways() {
            restart(keycloak);
            return new SignInUses(session, session.realm())
                    .ofAccount(agnes.id()).stream()
                            .flatMap(use -> use.days().keySet().stream())
                            .collect(Collectors.toSet());
        }
    }

    private static TestKeycloak enforcing(String... settings) {
        String[] all = new String[settings.length + 2];
        all[0] = LinkSettings.REPORT_ONLY;
        all[1] = "false";
        System.arraycopy(settings, 0, all, 2, settings.length);
        return TestKeycloak.start().withProvider(all);
    }

    private void restart(TestKeycloak other) {
        session.close();
        keycloak = other;
        session = keycloak.begin();
    }

    private TestAccount account(String username) {
        return keycloak.account(username);
    }

    private TestUserSession sessionOf(TestAccount account) {
        TestUserSession userSession = TestUserSession.of(session.realm(), account.in(session));
        TestClientSession.of(app, userSession);
        keycloak.userSessions().add(userSession);
        return userSession;
    }

    private void process(TestUserSession userSession, @Nullable String grantType) {
        session.put(Cors.class, Partial.of(TestCors.class));
        TestRequest request = TestRequest.to("/realms/r/protocol/openid-connect/token");
        session.getContext().setHttpRequest(grantType == null ? request : request.with("grant_type", grantType));
        AuthenticatedClientSessionModel clientSession = userSession.getAuthenticatedClientSessionByClient(app.getId());
        new TokenGate(session)
                .process(new TokenPostProcessorContext(
                        null, null, null, null, Partial.of(Issuing.class, clientSession)));
    }

    /** The issuing of a token in an application's session. */
    abstract static class Issuing implements ClientSessionContext {
        private final AuthenticatedClientSessionModel clientSession;

        Issuing(AuthenticatedClientSessionModel clientSession) {
            this.clientSession = clientSession;
        }

        @Override
        public AuthenticatedClientSessionModel getClientSession() {
            return clientSession;
        }
    }
}
