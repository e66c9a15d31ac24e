package cloud.magento.accounts.setup;

import java.util.List;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** A top-level flow as it is to be: the steps in their order. */
record FlowPlan(String alias, String description, List<Step> steps) {
    FlowPlan {
        steps = List.copyOf(steps);
    }

    sealed interface Step {
        Requirement requirement();
    }

    record Authenticator(String id, Requirement requirement) implements Step {}

    record Subflow(String alias, String description, Requirement requirement, List<Step> steps) implements Step {
        Subflow {
            steps = List.copyOf(steps);
        }
    }
}
