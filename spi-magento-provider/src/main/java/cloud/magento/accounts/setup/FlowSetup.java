package cloud.magento.accounts.setup;

import cloud.magento.accounts.setup.FlowPlan.Authenticator;
import cloud.magento.accounts.setup.FlowPlan.Step;
import cloud.magento.accounts.setup.FlowPlan.Subflow;
import cloud.magento.accounts.upstream.FirstLoginFlow;
import cloud.magento.accounts.upstream.PostLoginFlow;
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
 * Writes the flows and binds them. Of a flow that is there our own steps are made as they have to be again, and nothing
 * else: the other steps may have been changed on purpose. A binding to one of Keycloak's own flows is replaced; one
 * to an operator's own flow is kept, since our flow lacks the operator's steps. Only as the first login of our
 * provider it has
 * to have ours.
 */
final class FlowSetup {
    private static final String FLOW_TYPE = "basic-flow";
    private static final int PRIORITY_STEP = 10;

    private final RealmModel realm;
    private final SetupChanges changes;

    FlowSetup(RealmModel realm, SetupChanges changes) {
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
        make(MagentoFlows.POST_BROKER_LOGIN);
        for (IdentityProviderModel provider : magentoProviders) {
            bindFirstLogin(providers, provider);
            bindPostLogin(providers, provider);
        }
    }

    /**
     * Gives providers that name no first login ours, and makes it where there is none; and with it the flow after each
     * login. Of a provider that names one it is an operator's decision that it names no other.
     */
    void bindWhereNone(IdentityProviderStorageProvider providers, List<IdentityProviderModel> magentoProviders) {
        List<IdentityProviderModel> without = magentoProviders.stream()
                .filter(provider -> provider.getFirstBrokerLoginFlowId() == null)
                .toList();
        if (!without.isEmpty()) {
            makeLoginsIfMissing();
        }
        without.forEach(provider -> {
            bindFirstLogin(providers, provider);
            bindPostLogin(providers, provider);
        });
    }

    /** What a provider names. */
    void makeLoginsIfMissing() {
        makeIfMissing(MagentoFlows.FIRST_BROKER_LOGIN);
        makeIfMissing(MagentoFlows.POST_BROKER_LOGIN);
    }

    private void makeIfMissing(FlowPlan plan) {
        if (find(plan) == null) {
            write(plan);
        }
    }

    /** An operator's own flow stays. Whether it asks for a second factor is for the doctor to say. */
    private void bindPostLogin(IdentityProviderStorageProvider providers, IdentityProviderModel provider) {
        String name = "post login of " + provider.getAlias();
        if (PostLoginFlow.isOurs(realm, provider) || provider.getPostBrokerLoginFlowId() == null) {
            changes.ensure("flow-binding", name, provider.getPostBrokerLoginFlowId() != null, () -> {
                provider.setPostBrokerLoginFlowId(
                        made(MagentoFlows.POST_BROKER_LOGIN).getId());
                providers.update(provider);
            });
        } else {
            changes.keep("flow-binding", name);
        }
    }

    private void bindFirstLogin(IdentityProviderStorageProvider providers, IdentityProviderModel provider) {
        AuthenticationFlowModel flow = find(MagentoFlows.FIRST_BROKER_LOGIN);
        String name = "first login of " + provider.getAlias();
        String boundId = provider.getFirstBrokerLoginFlowId();
        boolean bound = flow != null && flow.getId().equals(boundId);
        AuthenticationFlowModel other = bound || boundId == null ? null : realm.getAuthenticationFlowById(boundId);
        if (other != null
                && isOperators(other)
                && FirstLoginFlow.of(realm, other).hasOurSteps()) {
            changes.keep("flow-binding", name);
            return;
        }
        changes.ensure(
                "flow-binding",
                name,
                boundId != null,
                bound,
                () -> bind(providers, provider),
                () -> bind(providers, provider));
    }

    private void bind(IdentityProviderStorageProvider providers, IdentityProviderModel provider) {
        provider.setFirstBrokerLoginFlowId(made(MagentoFlows.FIRST_BROKER_LOGIN).getId());
        providers.update(provider);
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
        AuthenticationFlowModel there = find(plan);
        FlowRepair repair = new FlowRepair(realm, (flow, step) -> addSteps(flow, List.of(step)));
        boolean right = there != null && repair.isRight(there, plan.steps());
        changes.ensure("flow", plan.alias(), there != null, right, () -> write(plan), () -> {
            if (there != null) {
                repair.repair(there, plan.steps());
            }
        });
    }

    private void write(FlowPlan plan) {
        addSteps(add(plan.alias(), plan.description(), true), plan.steps());
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

    private int last(AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId())
                .mapToInt(AuthenticationExecutionModel::getPriority)
                .max()
                .orElse(0);
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
        int priority = last(parent) + PRIORITY_STEP;
        for (Step step : steps) {
            AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
            execution.setParentFlow(parent.getId());
            execution.setRequirement(step.requirement());
            execution.setPriority(priority);
            if (step instanceof Authenticator authenticator) {
                execution.setAuthenticator(authenticator.id());
                execution.setAuthenticatorFlow(false);
            } else if (step instanceof Subflow subflow) {
                execution.setFlowId(subflow(subflow).getId());
                execution.setAuthenticatorFlow(true);
            }
            realm.addAuthenticatorExecution(execution);
            priority += PRIORITY_STEP;
        }
    }

    /** The flow may be there, without the step that leads to it. */
    private AuthenticationFlowModel subflow(Subflow subflow) {
        AuthenticationFlowModel left = realm.getFlowByAlias(subflow.alias());
        if (left != null) {
            return left;
        }
        AuthenticationFlowModel child = add(subflow.alias(), subflow.description(), false);
        addSteps(child, subflow.steps());
        return child;
    }
}
