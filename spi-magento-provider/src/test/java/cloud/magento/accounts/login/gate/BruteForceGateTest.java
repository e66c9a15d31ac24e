package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

class BruteForceGateTest {
    private final TestKeycloak keycloak = TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "false");
    private final TestAccount unlinked = keycloak.account("unlinked");
    private final TestAccount linked = keycloak.account("linked").linked("Sub");
    private final Keycloaks keycloaks = Partial.of(Keycloaks.class);

    @Test
    void countsFailureOfUnlinkedAccountAsItsOwn() {
        keycloak.run(session -> fail(session, signIn(session, unlinked), unlinked));

        assertThat(keycloaks.failed).containsExactly(unlinked.id());
    }

    @Test
    void countsGuessAtWhatOpensNothingApart() {
        keycloak.run(session -> fail(session, signIn(session, linked), linked));

        assertThat(keycloaks.failed).containsExactly("magento-local." + linked.id());
        assertThat(keycloaks.permanent).as("it locks nobody for good").containsExactly(false);
    }

    @Test
    void countsFailureOnWayThroughUpstreamAsAccountsOwn() {
        keycloak.run(session -> {
            TestAuthenticationSession through = signIn(session, linked);
            through.setUserSessionNote(
                    UpstreamIdentity.NOTE, TestAccount.identity("Sub").key());
            fail(session, through, linked);
        });

        assertThat(keycloaks.failed).containsExactly(linked.id());
    }

    @Test
    void countsFailureOfWhoHasJustArrivedFromUpstreamAsAccountsOwn() {
        keycloak.run(session -> {
            TestAuthenticationSession arrived = signIn(session, linked);
            Note.named(UpstreamLogin.NOTE, UpstreamLogin.class)
                    .keep(arrived, new UpstreamLogin(TestAccount.identity("Sub"), null, false, null, null, List.of()));
            fail(session, arrived, linked);
        });

        assertThat(keycloaks.failed).containsExactly(linked.id());
    }

    @Test
    void countsNoRightPasswordThatOpensNothing() {
        keycloak.run(session -> {
            session.setAttribute("magento.password.right", linked.id());
            fail(session, signIn(session, linked), linked);
        });

        assertThat(keycloaks.failed).isEmpty();
    }

    @Test
    void countsFailureOutsideOfSignInAsAccountsOwn() {
        keycloak.run(session -> new BruteForceGate(session, keycloaks)
                .failedLogin(
                        session.realm(),
                        linked.in(session),
                        session.getContext().getConnection(),
                        Partial.of(Anywhere.class),
                        Set.of()));

        assertThat(keycloaks.failed).containsExactly(linked.id());
    }

    @Test
    void asksAboutCountThatConcernsSignIn() {
        keycloak.run(session -> {
            BruteForceGate gate = new BruteForceGate(session, keycloaks);
            signIn(session, linked);
            keycloaks.locked.add("magento-local." + linked.id());
            assertThat(gate.isTemporarilyDisabled(session, session.realm(), linked.in(session)))
                    .isTrue();

            TestAuthenticationSession through = signIn(session, linked);
            through.setUserSessionNote(
                    UpstreamIdentity.NOTE, TestAccount.identity("Sub").key());
            assertThat(gate.isTemporarilyDisabled(session, session.realm(), linked.in(session)))
                    .as("the owner comes through")
                    .isFalse();
        });
    }

    private static TestAuthenticationSession signIn(TestSession session, TestAccount account) {
        TestAuthenticationSession authSession =
                TestAuthenticationSession.of(session.realm(), TestClient.called("app"), account.in(session));
        session.getContext().setAuthenticationSession(authSession);
        return authSession;
    }

    private void fail(TestSession session, TestAuthenticationSession authSession, TestAccount account) {
        session.getContext().setAuthenticationSession(authSession);
        new BruteForceGate(session, keycloaks)
                .failedLogin(
                        session.realm(),
                        account.in(session),
                        session.getContext().getConnection(),
                        Partial.of(Anywhere.class),
                        Set.of());
    }

    abstract static class Anywhere implements UriInfo {}

    /** Keycloak's protection, which remembers what it is told. */
    abstract static class Keycloaks implements BruteForceProtector {
        final List<String> failed = new ArrayList<>();
        final List<Boolean> permanent = new ArrayList<>();
        final List<String> locked = new ArrayList<>();

        @Override
        public void failedLogin(
                RealmModel realm,
                UserModel user,
                ClientConnection connection,
                UriInfo uriInfo,
                Set<String> categories) {
            failed.add(user.getId());
            permanent.add(realm.isPermanentLockout());
        }

        @Override
        public boolean isTemporarilyDisabled(KeycloakSession session, RealmModel realm, UserModel user) {
            return locked.contains(user.getId());
        }
    }
}
