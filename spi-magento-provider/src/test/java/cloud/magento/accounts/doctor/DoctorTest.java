package cloud.magento.accounts.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestKeycloak;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

class DoctorTest {
    private final TestRealm realm = TestRealm.setUp();

    @Test
    void findsNothingInRealmAsSetUpLeavesIt() {
        assertThat(realm.examine()).isEmpty();
        assertThat(realm.all())
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
    }

    @Test
    void saysThatRealmWithoutProviderHasNoPolicy() {
        TestKeycloak keycloak = TestKeycloak.start();

        assertThat(keycloak.<List<Finding>>ask(session -> Doctor.examine(session, session.realm())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.check()).isEqualTo("provider"));
        assertThat(keycloak.<Fix>ask(session -> Doctor.fix(session, session.realm(), "client-flow", false))
                        .fixed())
                .isEmpty();
    }

    @Test
    void knowsNoOtherChecks() {
        assertThat(Doctor.changes("client-flow")).contains(Set.of(Changes.CLIENTS, Changes.REALM));
        assertThat(Doctor.changes("clients-flow")).isEmpty();
    }

    @Test
    void namesHundredOfManyFaultsAndFixesAll() {
        for (int i = 0; i < 102; i++) {
            overrides("client-" + i, "browser");
        }

        assertThat(realm.examine())
                .hasSize(101)
                .last()
                .satisfies(finding -> assertThat(finding.subject()).isEqualTo("2 more"));
        assertThat(realm.fix("client-flow", false).fixed()).hasSize(102);
        assertThat(realm.examine()).isEmpty();
    }

    @Test
    void findsProviderThatIsSwitchedOff() {
        realm.changeProvider("magento", provider -> provider.setEnabled(false));

        realm.assertIsLeft("provider-disabled", Severity.SEVERE, "magento", session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias("magento");
            provider.setEnabled(true);
            session.identityProviders().update(provider);
        });
    }

    @Test
    void enablesGatesActionAgain() {
        realm.change(session -> {
            RequiredActionProviderModel action = session.realm().getRequiredActionProviderByAlias("magento-link");
            action.setEnabled(false);
            session.realm().updateRequiredActionProvider(action);
        });

        realm.assertIsFixed("required-action", Severity.SEVERE, "magento-link");
    }

    @Test
    void bindsOurFlowInPlaceOfKeycloaks() {
        realm.change(session -> session.realm().setBrowserFlow(session.realm().getFlowByAlias("browser")));

        realm.assertIsFixed("realm-flow", Severity.SEVERE, "browser flow: browser");
        assertThat(bound(RealmModel::getBrowserFlow)).isEqualTo("magento browser");
    }

    @Test
    void mendsFlowOfOperator() {
        realm.change(session ->
                session.realm().setBrowserFlow(ownFlow(session.realm(), "own", "auth-username-password-form")));

        realm.assertIsFixed("realm-flow", Severity.SEVERE, "browser flow: own");
        assertThat(bound(RealmModel::getBrowserFlow)).isEqualTo("own");
    }

    @Test
    void leavesFlowWithPasswordPageOfItsOwn() {
        realm.change(session -> session.realm().setBrowserFlow(ownFlow(session.realm(), "own", "auth-password-form")));

        assertThat(realm.findings("realm-flow"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fixable()).isFalse());
    }

    @Test
    void hasNothingToSayOfFlowWithoutPassword() {
        realm.change(session ->
                session.realm().setBrowserFlow(ownFlow(session.realm(), "own", "webauthn-authenticator-passwordless")));

        assertThat(realm.examine()).isEmpty();
    }

    @Test
    void looksAtPasswordGrantsAndForgottenPasswordsWhereThereAreAny() {
        realm.change(session -> {
            session.realm().setDirectGrantFlow(session.realm().getFlowByAlias("direct grant"));
            session.realm().setResetCredentialsFlow(session.realm().getFlowByAlias("reset credentials"));
        });
        assertThat(realm.examine()).isEmpty();

        realm.withClient("admin-cli", client -> client.setDirectAccessGrantsEnabled(true))
                .change(session -> session.realm().setResetPasswordAllowed(true));

        realm.assertIsFixed(
                "realm-flow",
                Severity.WARNING,
                "direct grant flow: direct grant",
                "reset credentials flow: reset credentials");
    }

    @Test
    void releasesClientFromKeycloaksFlow() {
        overrides("shop", "browser");

        realm.assertIsFixed("client-flow", Severity.SEVERE, "client shop, browser flow: browser");
    }

    @Test
    void leavesClientWithKeycloaksFlowWhileRealmsIsNoBetter() {
        overrides("shop", "browser");
        realm.change(session -> session.realm().setBrowserFlow(session.realm().getFlowByAlias("browser")));

        assertThat(realm.fix("client-flow", false).left()).hasSize(1);
        realm.fix("realm-flow", false);
        realm.assertIsFixed("client-flow", Severity.SEVERE, "client shop, browser flow: browser");
    }

    @Test
    void mendsFlowThatClientsShare() {
        realm.change(session -> ownFlow(session.realm(), "own", "auth-username-password-form"));
        overrides("shop", "own");
        overrides("blog", "own");

        realm.assertIsFixed(
                "client-flow", Severity.SEVERE, "client blog, browser flow: own", "client shop, browser flow: own");
    }

    @Test
    void passesOverClientThatNobodySignsInTo() {
        overrides("shop", "browser");
        realm.change(session -> session.realm().getClientByClientId("shop").setEnabled(false));

        assertThat(realm.examine()).isEmpty();
    }

    @Test
    void putsOurStepBackIntoOurFlow() {
        realm.change(session -> {
            RealmModel changed = session.realm();
            AuthenticationFlowModel forms = changed.getFlowByAlias("magento browser forms");
            AuthenticationExecutionModel form = changed.getAuthenticationExecutionsStream(forms.getId())
                    .filter(step -> "magento-password-form".equals(step.getAuthenticator()))
                    .findFirst()
                    .orElseThrow();
            form.setRequirement(Requirement.DISABLED);
            changed.updateAuthenticatorExecution(form);
        });

        realm.assertIsFixed("flow-steps", Severity.SEVERE, "flow magento browser");
    }

    @Test
    void bindsFirstLoginOfOurs() {
        realm.change(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias("magento");
            provider.setFirstBrokerLoginFlowId(
                    session.realm().getFlowByAlias("first broker login").getId());
            session.identityProviders().update(provider);
        });

        realm.assertIsFixed("first-login", Severity.SEVERE, "first login of magento");
    }

    private void overrides(String clientId, String flow) {
        Consumer<RealmModel> override = changed -> changed.getClientByClientId(clientId)
                .setAuthenticationFlowBindingOverride(
                        "browser", changed.getFlowByAlias(flow).getId());
        realm.withClient(clientId, client -> {}).change(session -> override.accept(session.realm()));
    }

    private String bound(Function<RealmModel, AuthenticationFlowModel> binding) {
        String[] alias = new String[1];
        realm.change(session -> alias[0] = binding.apply(session.realm()).getAlias());
        return alias[0];
    }

    private static AuthenticationFlowModel ownFlow(RealmModel realm, String alias, String step) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(alias);
        flow.setProviderId("basic-flow");
        flow.setTopLevel(true);
        flow.setBuiltIn(false);
        AuthenticationFlowModel made = realm.addAuthenticationFlow(flow);
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setParentFlow(made.getId());
        execution.setAuthenticator(step);
        execution.setRequirement(Requirement.REQUIRED);
        execution.setPriority(10);
        realm.addAuthenticatorExecution(execution);
        return made;
    }
}
