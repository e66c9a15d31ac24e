package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateMetricsTest {
    private static final LinkDecision DECISION = new LinkDecision.Pass(ReasonCode.LINKED);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final String realm = UUID.randomUUID().toString();

    @BeforeEach
    void listen() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void leave() {
        Metrics.removeRegistry(registry);
        registry.close();
    }

    @Test
    void countsByRealmAndApplicationAndSaysWhatItIs() {
        GateMetrics.count(realm, "shop", DECISION, "token");
        GateMetrics.count(realm, "shop", DECISION, "token");
        GateMetrics.count(realm, null, DECISION, "token");

        assertThat(decisions("shop").count()).isEqualTo(2);
        assertThat(decisions(GateMetrics.NONE).count()).isEqualTo(1);
        assertThat(decisions("shop").getId().getDescription()).isNotBlank();
        assertThat(decisions("shop").getId().getTags())
                .extracting(tag -> tag.getKey() + "=" + tag.getValue())
                .contains("hook=token", "outcome=pass", "reason=linked");
    }

    @Test
    void keepsSeriesOfApplicationsBounded() {
        for (int i = 0; i < GateMetrics.MOST_CLIENTS + 20; i++) {
            GateMetrics.count(realm, "client-" + i, DECISION, "token");
        }
        GateMetrics.count(realm, "client-0", DECISION, "token");

        Set<String> clients = registry.find("magento_gate_decisions").tag("realm", realm).counters().stream()
                .map(Meter::getId)
                .map(id -> String.valueOf(id.getTag("client")))
                .collect(Collectors.toSet());
        assertThat(clients).hasSize(GateMetrics.MOST_CLIENTS + 1);
        assertThat(decisions(GateMetrics.OTHER).count()).isEqualTo(20);
        assertThat(decisions("client-0").count()).isEqualTo(2);
    }

    private Counter decisions(String client) {
        return registry.get("magento_gate_decisions")
                .tag("realm", realm)
                .tag("client", client)
                .counter();
    }
}
