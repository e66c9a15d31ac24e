package cloud.magento.accounts.account;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAction;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestForms;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.RequiredActionContext.Status;
import org.keycloak.common.util.Time;

/** What a switch to another upstream identity asks for, step by step, without upstream. */
class SwitchActionTest {
    private static final Note<SwitchStep.Proof> PROOF = Note.named("magento.switch.proof", SwitchStep.Proof.class);

    private final TestKeycloak keycloak = TestKeycloak.start().withProvider();
    private final TestClient app = TestClient.called("app");

    @Test
    void asksForOldIdentityFirst() {
        assertThat(step(null)).isEqualTo("old");
    }

    @Test
    void asksForNewIdentityOnceOldOneIsProven() {
        assertThat(step(new SwitchStep.Proof("42", Time.currentTimeSeconds() + 60, "")))
                .isEqualTo("new");
    }

    @Test
    void asksForOldIdentityAgainOnceProofHasExpired() {
        assertThat(step(new SwitchStep.Proof("42", Time.currentTimeSeconds() - 1, "")))
                .isEqualTo("old");
    }

    @Test
    void takesNoProofOfAnotherIdentity() {
        assertThat(step(new SwitchStep.Proof("43", Time.currentTimeSeconds() + 60, "")))
                .isEqualTo("old");
    }

    @Test
    void changesNothingWhereNobodyHasArrived() {
        TestAccount agnes = keycloak.account("agnes").linked("42");

        TestAction action = act(agnes, new SwitchStep.Proof("42", Time.currentTimeSeconds() + 60, ""), "connect");

        assertThat(action.getStatus()).isEqualTo(Status.CHALLENGE);
        assertThat(keycloak.events()).isEmpty();
    }

    @Test
    void forgetsProofWhenItIsCancelled() {
        TestAccount agnes = keycloak.account("agnes").linked("42");

        TestAction action = act(agnes, new SwitchStep.Proof("42", Time.currentTimeSeconds() + 60, ""), "cancel");

        assertThat(action.getStatus()).isEqualTo(Status.CANCELLED);
        assertThat(PROOF.kept(action.getAuthenticationSession())).isEmpty();
    }

    @Test
    void hasNothingToDoWithoutLink() {
        assertThat(act(keycloak.account("agnes"), null, "connect").getStatus()).isEqualTo(Status.SUCCESS);
    }

    private @Nullable Object step(SwitchStep.@Nullable Proof proof) {
        TestAction action = act(keycloak.account("agnes").linked("42"), proof, "nothing-known");
        return ((TestForms.Page) Objects.requireNonNull(action.getChallenge()).getEntity())
                .data()
                .get("step");
    }

    private TestAction act(TestAccount account, SwitchStep.@Nullable Proof proof, String action) {
        return keycloak.ask(session -> {
            session.getContext()
                    .setHttpRequest(
                            TestRequest.to("/login-actions/required-action").with("action", action));
            TestAuthenticationSession signIn = TestAuthenticationSession.of(session.realm(), app, account.in(session));
            if (proof != null) {
                PROOF.keep(signIn, proof);
            }
            TestAction context = TestAction.of(session, signIn);
            new SwitchAction(session).processAction(context);
            return context;
        });
    }
}
