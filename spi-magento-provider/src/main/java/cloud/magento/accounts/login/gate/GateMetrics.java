package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.policy.LinkDecision;
import io.micrometer.core.instrument.Metrics;

/** Counts what the gate decided, on Keycloak's own metrics endpoint: {@code magento_gate_decisions_total}. */
final class GateMetrics {
    private GateMetrics() {}

    /**
     * Counts one decision.
     *
     * @param hook which hook asked: {@code login}, {@code password}, {@code grant}, {@code token}, {@code saml} or
     * {@code docker}
     */
    static void count(LinkDecision decision, String hook) {
        String outcome = decision.fold(
                pass -> "pass",
                reported -> "reported",
                remind -> "remind",
                linkNow -> "refuse",
                login -> "refuse",
                again -> "refuse");
        Metrics.counter(
                        "magento_gate_decisions",
                        "hook",
                        hook,
                        "outcome",
                        outcome,
                        "reason",
                        decision.reason().id())
                .increment();
    }
}
