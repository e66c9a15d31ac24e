package cloud.magento.accounts.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.CONDITIONAL;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.REQUIRED;

import cloud.magento.accounts.setup.FlowPlan.Authenticator;
import cloud.magento.accounts.setup.FlowPlan.Step;
import cloud.magento.accounts.setup.FlowPlan.Subflow;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MagentoFlowsTest {
    private static final List<FlowPlan> FLOWS = List.of(
            MagentoFlows.BROWSER,
            MagentoFlows.FIRST_BROKER_LOGIN,
            MagentoFlows.DIRECT_GRANT,
            MagentoFlows.RESET_CREDENTIALS);

    @Test
    void usesUniqueAliasForEachFlow() {
        Stream<String> topLevel = FLOWS.stream().map(FlowPlan::alias);

        assertThat(Stream.concat(topLevel, subflows().map(Subflow::alias)))
                .doesNotHaveDuplicates()
                .allMatch(alias -> alias.startsWith("magento "));
    }

    @Test
    void startsConditionalSubflowWithItsCondition() {
        assertThat(subflows().filter(subflow -> subflow.requirement() == CONDITIONAL))
                .isNotEmpty()
                .allSatisfy(subflow -> assertThat(subflow.steps().get(0))
                        .isEqualTo(new Authenticator("conditional-user-configured", REQUIRED)));
    }

    @Test
    void endsPasswordGrantAtGate() {
        List<Step> steps = MagentoFlows.DIRECT_GRANT.steps();

        assertThat(steps.get(steps.size() - 1)).isEqualTo(new Authenticator("magento-grant-gate", REQUIRED));
    }

    private static Stream<Subflow> subflows() {
        return FLOWS.stream().flatMap(flow -> below(flow.steps()));
    }

    private static Stream<Subflow> below(List<Step> steps) {
        return steps.stream()
                .filter(Subflow.class::isInstance)
                .map(Subflow.class::cast)
                .flatMap(subflow -> Stream.concat(Stream.of(subflow), below(subflow.steps())));
    }
}
