package cloud.magento.accounts.setup;

import cloud.magento.accounts.setup.FlowPlan.Authenticator;
import cloud.magento.accounts.setup.FlowPlan.Step;
import cloud.magento.accounts.setup.FlowPlan.Subflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * Compares a flow of ours with its plan. Our own steps, and the subflows they stand in, have to be there, in their
 * order and with their requirement: without them the flow does something else than its name says. The operator may
 * change Keycloak's steps, and steps added between ours.
 */
final class FlowRepair {
    private static final String OURS = "magento-";
    private static final int PRIORITY_STEP = 10;

    private final RealmModel realm;
    private final BiConsumer<AuthenticationFlowModel, Step> add;

    /**
     * For one realm.
     *
     * @param add puts a step with all below it at the end of a flow
     */
    FlowRepair(RealmModel realm, BiConsumer<AuthenticationFlowModel, Step> add) {
        this.realm = realm;
        this.add = add;
    }

    boolean isRight(AuthenticationFlowModel flow, List<Step> plan) {
        List<AuthenticationExecutionModel> there = executions(flow);
        List<Integer> places = new ArrayList<>();
        for (Step step : plan) {
            Optional<AuthenticationExecutionModel> found = find(there, step);
            if (isOurs(step) && found.filter(is -> isRight(is, step)).isEmpty()) {
                return false;
            }
            found.filter(is -> isOurs(step)).ifPresent(is -> places.add(there.indexOf(is)));
        }
        return places.stream().sorted().toList().equals(places);
    }

    private boolean isRight(AuthenticationExecutionModel execution, Step step) {
        return execution.getRequirement() == step.requirement()
                && (!(step instanceof Subflow subflow)
                        || isRight(realm.getAuthenticationFlowById(execution.getFlowId()), subflow.steps()));
    }

    void repair(AuthenticationFlowModel flow, List<Step> plan) {
        for (Step step : plan) {
            if (isOurs(step) && find(executions(flow), step).isEmpty()) {
                add.accept(flow, step);
            }
            if (isOurs(step)) {
                find(executions(flow), step).ifPresent(found -> repair(found, step));
            }
        }
        order(executions(flow), plan);
    }

    private void repair(AuthenticationExecutionModel execution, Step step) {
        if (execution.getRequirement() != step.requirement()) {
            execution.setRequirement(step.requirement());
            realm.updateAuthenticatorExecution(execution);
        }
        if (step instanceof Subflow subflow) {
            repair(realm.getAuthenticationFlowById(execution.getFlowId()), subflow.steps());
        }
    }

    /** Puts the steps of the plan in its order, each with what stood behind it and is not of the plan. */
    private void order(List<AuthenticationExecutionModel> there, List<Step> plan) {
        List<AuthenticationExecutionModel> planned =
                plan.stream().flatMap(step -> find(there, step).stream()).toList();
        List<AuthenticationExecutionModel> ordered = new ArrayList<>(followers(there, planned, -1));
        for (AuthenticationExecutionModel execution : planned) {
            ordered.add(execution);
            ordered.addAll(followers(there, planned, there.indexOf(execution)));
        }
        for (int i = 0; i < ordered.size(); i++) {
            AuthenticationExecutionModel execution = ordered.get(i);
            execution.setPriority((i + 1) * PRIORITY_STEP);
            realm.updateAuthenticatorExecution(execution);
        }
    }

    private static List<AuthenticationExecutionModel> followers(
            List<AuthenticationExecutionModel> there, List<AuthenticationExecutionModel> planned, int place) {
        return there.subList(place + 1, there.size()).stream()
                .takeWhile(execution -> !planned.contains(execution))
                .toList();
    }

    private Optional<AuthenticationExecutionModel> find(List<AuthenticationExecutionModel> there, Step step) {
        return there.stream().filter(execution -> is(execution, step)).findFirst();
    }

    private boolean is(AuthenticationExecutionModel execution, Step step) {
        if (step instanceof Subflow subflow) {
            return execution.isAuthenticatorFlow()
                    && subflow.alias()
                            .equals(realm.getAuthenticationFlowById(execution.getFlowId())
                                    .getAlias());
        }
        return step instanceof Authenticator authenticator && authenticator.id().equals(execution.getAuthenticator());
    }

    private static boolean isOurs(Step step) {
        return step instanceof Subflow subflow
                ? subflow.steps().stream().anyMatch(FlowRepair::isOurs)
                : step instanceof Authenticator authenticator
                        && authenticator.id().startsWith(OURS);
    }

    private List<AuthenticationExecutionModel> executions(AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId())
                .sorted(Comparator.comparingInt(AuthenticationExecutionModel::getPriority))
                .toList();
    }
}
