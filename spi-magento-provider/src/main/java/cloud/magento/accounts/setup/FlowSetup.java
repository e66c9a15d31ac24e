package cloud.magento.accounts.setup;

import cloud.magento.accounts.setup.FlowPlan.Authenticator;
import cloud.magento.accounts.setup.FlowPlan.Step;
import cloud.magento.accounts.setup.FlowPlan.Subflow;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.RealmModel;

/**
 * Writes the flows and binds them. A flow that is there is left as it is: its steps may have been changed on purpose. A
 * binding to one of Keycloak's own flows is replaced; one to a flow that an operator made is kept, since his steps are not
 * in ours.
 */
final class FlowSetup {
    private static final String FLOW_TYPE = "basic-flow";
    private static final int PRIORITY_STEP = 10;

    private final RealmModel realm;
    private final Changes changes;

    FlowSetup(RealmModel realm, Changes changes) {
        this.realm = realm;
        this.changes = changes;
    }

    void apply(IdentityProviderStorageProvider providers, List<IdentityProviderModel> magentoProviders) {
        bind(MagentoFlows.BROWSER, "browser", realm::getBrowserFlow, realm::setBrowserFlow);
        bind(MagentoFlows.DIRECT_GRANT, "direct grant", realm::getDirectGrantFlow, realm::setDirectGrantFlow);
        bind(
                MagentoFlows.RESET_CREDENTIALS,
                "reset credentials",
                realm::getResetCredentialsFlow,
                realm::setResetCredentialsFlow);
        make(MagentoFlows.FIRST_BROKER_LOGIN);
        for (IdentityProviderModel provider : magentoProviders) {
            bindFirstLogin(providers, provider);
        }
    }

    private void bindFirstLogin(IdentityProviderStorageProvider providers, IdentityProviderModel provider) {
        AuthenticationFlowModel flow = find(MagentoFlows.FIRST_BROKER_LOGIN);
        String name = "first login of " + provider.getAlias();
        String boundId = provider.getFirstBrokerLoginFlowId();
        boolean bound = flow != null && flow.getId().equals(boundId);
        if (!bound && boundId != null && isOperators(realm.getAuthenticationFlowById(boundId))) {
            changes.keep("flow-binding", name);
            return;
        }
        changes.ensure("flow-binding", name, bound, () -> {
            provider.setFirstBrokerLoginFlowId(
                    made(MagentoFlows.FIRST_BROKER_LOGIN).getId());
            providers.update(provider);
        });
    }

    private void bind(
            FlowPlan plan,
            String binding,
            Supplier<@Nullable AuthenticationFlowModel> current,
            Consumer<AuthenticationFlowModel> bind) {
        make(plan);
        AuthenticationFlowModel bound = current.get();
        boolean present = bound != null && plan.alias().equals(bound.getAlias());
        if (!present && isOperators(bound)) {
            changes.keep("flow-binding", binding);
        } else {
            changes.ensure("flow-binding", binding, present, () -> bind.accept(made(plan)));
        }
    }

    private static boolean isOperators(@Nullable AuthenticationFlowModel flow) {
        return flow != null && !flow.isBuiltIn();
    }

    private void make(FlowPlan plan) {
        changes.ensure("flow", plan.alias(), find(plan) != null, () -> {
            AuthenticationFlowModel flow = add(plan.alias(), plan.description(), true);
            addSteps(flow, plan.steps());
        });
    }

    private @Nullable AuthenticationFlowModel find(FlowPlan plan) {
        return realm.getFlowByAlias(plan.alias());
    }

    private AuthenticationFlowModel made(FlowPlan plan) {
        AuthenticationFlowModel flow = find(plan);
        if (flow == null) {
            throw new IllegalStateException("The flow " + plan.alias() + " was not made");
        }
        return flow;
    }

    private AuthenticationFlowModel add(String alias, String description, boolean topLevel) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(alias);
        flow.setDescription(description);
        flow.setProviderId(FLOW_TYPE);
        flow.setTopLevel(topLevel);
        flow.setBuiltIn(false);
        return realm.addAuthenticationFlow(flow);
    }

    private void addSteps(AuthenticationFlowModel parent, List<Step> steps) {
        int priority = PRIORITY_STEP;
        for (Step step : steps) {
            AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
            execution.setParentFlow(parent.getId());
            execution.setRequirement(step.requirement());
            execution.setPriority(priority);
            if (step instanceof Authenticator authenticator) {
                execution.setAuthenticator(authenticator.id());
                execution.setAuthenticatorFlow(false);
            } else if (step instanceof Subflow subflow) {
                AuthenticationFlowModel child = add(subflow.alias(), subflow.description(), false);
                addSteps(child, subflow.steps());
                execution.setFlowId(child.getId());
                execution.setAuthenticatorFlow(true);
            }
            realm.addAuthenticatorExecution(execution);
            priority += PRIORITY_STEP;
        }
    }
}
