package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.policy.LinkDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** Counts what the gate decided, on Keycloak's own metrics endpoint: {@code magento_gate_decisions_total}. */
final class GateMetrics {
    /** So many of a realm's applications have a series of their own on each node; the others share {@link #OTHER}. */
    static final int MOST_CLIENTS = 50;

    static final String OTHER = "other";
    static final String NONE = "none";

    private static final Map<String, Set<String>> CLIENTS = new ConcurrentHashMap<>();

    private GateMetrics() {}

    /**
     * Counts one decision.
     *
     * @param hook which hook asked: {@code login}, {@code password}, {@code grant}, {@code token}, {@code saml} or
     *     {@code docker}
     */
    static void count(KeycloakSession session, LinkDecision decision, String hook) {
        ClientModel client = session.getContext().getClient();
        count(session.getContext().getRealm().getName(), client == null ? null : client.getClientId(), decision, hook);
    }

    static void count(String realm, @Nullable String clientId, LinkDecision decision, String hook) {
        Counter.builder("magento_gate_decisions")
                .description("Decisions of the gate, by the hook that asked and the application.")
                .tag("realm", realm)
                .tag("client", client(realm, clientId))
                .tag("hook", hook)
                .tag("outcome", decision.outcome().id())
                .tag("reason", decision.reason().id())
                .register(Metrics.globalRegistry)
                .increment();
    }

    /** Realms may have as many clients as they like, and let strangers register them: a monitoring must not follow. */
    private static String client(String realm, @Nullable String clientId) {
        if (clientId == null) {
            return NONE;
        }
        Set<String> known = CLIENTS.computeIfAbsent(realm, name -> ConcurrentHashMap.newKeySet());
        if (known.contains(clientId)) {
            return clientId;
        }
        return known.size() < MOST_CLIENTS && known.add(clientId) ? clientId : OTHER;
    }
}
