package cloud.magento.accounts.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestClientSession;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestMeters;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.registry.AccountDeleted;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkEnded;
import cloud.magento.accounts.registry.LinkMade;
import cloud.magento.accounts.registry.ProviderRemoved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.services.managers.AuthenticationManager;

/** What is counted, when, and under which labels. */
class MetricsTest {
    private final TestKeycloak keycloak = TestKeycloak.start().withProvider();
    private final TestAccount agnes = keycloak.account("agnes");
    private final TestClient app = TestClient.called("app");
    private final String realm = keycloak.ask(session -> session.realm().getName());

    @Nested
    class SignIns {
        @ParameterizedTest
        @CsvSource({"magento, upstream", "another, other-provider", ", local"})
        void countsByProvider(@Nullable String provider, String way) {
            TestMeters counted = logins(way);

            keycloak.run(session -> {
                TestAuthenticationSession authSession =
                        TestAuthenticationSession.of(session.realm(), app, agnes.in(session));
                if (provider != null) {
                    authSession.setUserSessionNote(Details.IDENTITY_PROVIDER, provider);
                }
                session.getContext().setAuthenticationSession(authSession);
                new SignInCounts(session).onEvent(login(null));
                assertThat(counted.count()).as("before the commit").isZero();
            });

            assertThat(counted.count()).isEqualTo(1);
        }

        @Test
        void countsGrant() {
            TestMeters counted = logins("grant");

            keycloak.run(session -> {
                Event login = login(null);
                login.setDetails(Map.of("grant_type", "password"));
                new SignInCounts(session).onEvent(login);
            });

            assertThat(counted.count()).isEqualTo(1);
        }

        @Test
        void countsSingleSignOn() {
            TestMeters counted = logins("single-sign-on");

            keycloak.run(session -> {
                TestUserSession open = TestUserSession.of(session.realm(), agnes.in(session));
                keycloak.userSessions().add(open);
                TestClientSession.of(app, open).setNote(AuthenticationManager.SSO_AUTH, "true");
                session.getContext().setClient(app);
                new SignInCounts(session).onEvent(login(open.getId()));
            });

            assertThat(counted.count()).isEqualTo(1);
        }

        @Test
        void countsNothingThatIsRolledBack() {
            TestMeters counted = logins("local");

            try (TestSession session = keycloak.begin()) {
                new SignInCounts(session).onEvent(login(null));
                session.getTransactionManager().setRollbackOnly();
            }

            assertThat(counted.count()).isZero();
        }

        @Test
        void countsNothingWithoutProvider() {
            TestKeycloak plain = TestKeycloak.start();
            TestMeters counted = TestMeters.counting("magento_gate_logins");

            plain.run(session -> new SignInCounts(session).onEvent(login(null)));

            assertThat(counted.count()).isZero();
        }

        private TestMeters logins(String way) {
            return TestMeters.counting("magento_gate_logins", "realm", realm, "way", way);
        }

        private Event login(@Nullable String sessionId) {
            Event login = new Event();
            login.setType(EventType.LOGIN);
            login.setRealmName(realm);
            login.setSessionId(sessionId);
            return login;
        }
    }

    @Nested
    class Refusals {
        @Test
        void countsRefusalByReasonAlsoWhereItIsRolledBack() {
            TestMeters counted =
                    TestMeters.counting("magento_gate_refusals", "realm", realm, "reason", "link-required");

            try (TestSession session = keycloak.begin()) {
                new SignInCounts(session).onEvent(refusal(Map.of("magento_reason", "link-required")));
                session.getTransactionManager().setRollbackOnly();
            }

            assertThat(counted.count()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-such-reason", ""})
        void countsNoReasonThatCodeDoesNotKnow(String reason) {
            TestMeters counted = TestMeters.counting("magento_gate_refusals", "realm", realm);

            keycloak.run(session -> {
                new SignInCounts(session).onEvent(refusal(Map.of("magento_reason", reason)));
                new SignInCounts(session).onEvent(refusal(null));
            });

            assertThat(counted.count()).isZero();
        }

        private Event refusal(@Nullable Map<String, String> details) {
            Event refusal = new Event();
            refusal.setType(EventType.LOGIN_ERROR);
            refusal.setError("magento_link_required");
            refusal.setRealmName(realm);
            refusal.setDetails(details);
            return refusal;
        }
    }

    @Nested
    class LinkChanges {
        private final Link link = new Link(agnes.id(), TestAccount.identity("Sub"), Instant.EPOCH, LinkProof.PASSWORD);

        @Test
        void countsLinkByProofOnceItIsCommitted() {
            TestMeters counted = changes("link-made", "password");

            keycloak.run(session -> {
                tell(new LinkMade(session, session.realm(), agnes.in(session), link, "agnes", null, null));
                assertThat(counted.count()).isZero();
            });

            assertThat(counted.count()).isEqualTo(1);
        }

        @Test
        void countsSwitchAsOne() {
            TestMeters switched = changes("link-switched", "password");
            TestMeters made = changes("link-made", "password");

            keycloak.run(session ->
                    tell(new LinkMade(session, session.realm(), agnes.in(session), link, "agnes", null, link)));

            assertThat(switched.count()).isEqualTo(1);
            assertThat(made.count()).isZero();
        }

        @Test
        void countsEndsOfLinks() {
            TestMeters ended = changes("link-ended", "none");

            keycloak.run(session -> tell(new LinkEnded(
                    session,
                    session.realm(),
                    agnes.in(session),
                    link,
                    new FederatedIdentityModel("magento", "Sub", "agnes"),
                    null)));
            keycloak.run(session ->
                    tell(new AccountDeleted(session, session.realm(), agnes.id(), List.of(link, link), false)));
            keycloak.run(session -> tell(new AccountDeleted(session, session.realm(), agnes.id(), List.of(), true)));

            assertThat(ended.count()).isEqualTo(3);
        }

        @Test
        void countsLinksOfProviderThatStaysAwayOnly() {
            TestMeters ended = changes("link-ended", "none");

            keycloak.run(session -> tell(new ProviderRemoved(session, session.realm(), "magento", 7, () -> false)));
            assertThat(ended.count()).isZero();

            keycloak.run(session -> tell(new ProviderRemoved(session, session.realm(), "magento", 7, () -> true)));
            assertThat(ended.count()).isEqualTo(7);
        }

        @Test
        void countsNothingThatIsRolledBack() {
            TestMeters counted = TestMeters.counting("magento_link_changes", "realm", realm);

            try (TestSession session = keycloak.begin()) {
                tell(new LinkMade(session, session.realm(), agnes.in(session), link, "agnes", null, null));
                session.getTransactionManager().setRollbackOnly();
            }

            assertThat(counted.count()).isZero();
        }

        private void tell(ProviderEvent event) {
            new LinkChangeCounts().onEvent(event);
        }

        private TestMeters changes(String type, String proof) {
            return TestMeters.counting("magento_link_changes", "realm", realm, "type", type, "proof", proof);
        }
    }
}
