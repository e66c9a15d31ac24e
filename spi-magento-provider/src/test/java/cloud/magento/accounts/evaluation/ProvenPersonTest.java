package cloud.magento.accounts.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class ProvenPersonTest {
    private final TestKeycloak keycloak = TestKeycloak.start().withProvider();
    private final TestClient app = TestClient.called("app");
    private final TestAccount account = keycloak.account("agnes");
    private final TestAccount another = keycloak.account("bert");
    private final TestSession session = keycloak.begin();
    private final UserModel agnes = account.in(session);

    @AfterEach
    void end() {
        session.close();
    }

    @Test
    void knowsWhoeverHasShownAccount() {
        assertThat(known(proven(agnes), nobody())).contains(agnes.getId());
    }

    @Test
    void knowsNobodyByNameAlone() {
        // as after a name was typed, or a mail was asked for
        assertThat(known(begun(agnes))).isEmpty();
    }

    @Test
    void knowsNobodyOnceSignInBeginsAgain() {
        TestAuthenticationSession authSession = proven(agnes);

        ProvenPerson.forget(authSession);

        assertThat(known(authSession)).isEmpty();
    }

    @Test
    void knowsNobodyWhereTabsStandForTwo() {
        assertThat(known(proven(agnes), proven(another.in(session)))).isEmpty();
        assertThat(known(proven(agnes), proven(agnes))).contains(agnes.getId());
    }

    @Test
    void knowsNobodyFromBeforeLinkChanged() {
        TestAuthenticationSession authSession = proven(agnes);

        account.changed("first", Instant.ofEpochSecond(1_000_000));

        assertThat(known(authSession)).isEmpty();
    }

    private Optional<String> known(AuthenticationSessionModel... tabs) {
        return ProvenPerson.in(session, session.realm(), List.of(tabs)).map(UserModel::getId);
    }

    private TestAuthenticationSession nobody() {
        return TestAuthenticationSession.empty(session.realm(), app);
    }

    private TestAuthenticationSession begun(UserModel user) {
        TestAuthenticationSession authSession = TestAuthenticationSession.of(session.realm(), app, user);
        SignInEpoch.begin(session, authSession, user);
        return authSession;
    }

    private TestAuthenticationSession proven(UserModel user) {
        TestAuthenticationSession authSession = begun(user);
        ProvenPerson.keep(authSession, user);
        return authSession;
    }
}
