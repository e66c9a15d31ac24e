package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.FirstLoginFlow.Step;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstLoginFlowTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "!magento-match-account magento-create-account magento-prove-account !magento-confirm-link",
                "!magento-match-account !magento-create-account !magento-confirm-link",
                "!terms !magento-match-account magento-prove-account auth-otp-form !magento-confirm-link !goodbye"
            })
    void acceptsFlowWithOurStepsInOrder(String steps) {
        assertThat(flow(steps).hasOurSteps()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "idp-review-profile !idp-create-user-if-unique",
                "!magento-match-account magento-create-account",
                "magento-create-account !magento-confirm-link",
                "!magento-match-account !magento-confirm-link",
                "!magento-match-account magento-create-account magento-confirm-link",
                "magento-match-account magento-create-account !magento-confirm-link",
                "!magento-match-account !magento-confirm-link magento-create-account",
                "!magento-match-account magento-prove-account !magento-confirm-link magento-create-account",
                "!magento-match-account idp-create-user-if-unique magento-create-account !magento-confirm-link",
                "!magento-match-account magento-create-account idp-auto-link !magento-confirm-link"
            })
    void rejectsFlowThatLinksNobodyOrLeavesOrphanedAccount(String steps) {
        assertThat(flow(steps).hasOurSteps()).isFalse();
    }

    /** Steps by their ids; one that nobody gets round begins with an exclamation mark. */
    private static FirstLoginFlow flow(String steps) {
        return new FirstLoginFlow(Arrays.stream(steps.split(" "))
                .map(step -> new Step(step.replace("!", ""), step.startsWith("!")))
                .toList());
    }
}
