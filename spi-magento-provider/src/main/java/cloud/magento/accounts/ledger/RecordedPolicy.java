package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.LinkSettings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/** What the ledger tells of the policy at earlier times, whatever the realm's settings say by now. */
public final class RecordedPolicy {
    private static final int AS_FAR_BACK = 100;

    private final KeycloakSession session;
    private final RealmModel realm;

    public RecordedPolicy(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether the policy stopped people at any time since then: whether report-only was off. */
    public boolean stoppedPeopleSince(Instant since) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery("magentoLedgerOfTypeSince", String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("type", EntryType.POLICY_CHANGED.id())
                .setParameter("since", since.toEpochMilli())
                .getResultStream()
                .anyMatch(RecordedPolicy::stopsPeople);
    }

    /**
     * Since when the provider is connected to upstream as it is in this configuration; empty where it was not when the
     * newest entry was written, so that it is being changed at this moment. The client's secret is in no entry.
     *
     * @param config the provider's configuration
     * @param from how far back it matters
     */
    public Optional<Instant> connectedSince(Map<String, String> config, Instant from) {
        Map<String, String> wanted = PolicyHistory.connection(config::get);
        Optional<Instant> since = Optional.empty();
        for (LedgerEntryEntity entry : session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery("magentoLedgerNewestOfTypes", LedgerEntryEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("types", List.of(EntryType.POLICY_CHANGED.id(), EntryType.PROVIDER_REMOVED.id()))
                .setMaxResults(AS_FAR_BACK)
                .getResultList()) {
            if (!entry.type.equals(EntryType.POLICY_CHANGED.id()) || !wanted.equals(connection(entry.entry))) {
                return since;
            }
            since = Optional.of(Instant.ofEpochMilli(entry.createdAt));
            if (since.get().isBefore(from)) {
                return since;
            }
        }
        return since;
    }

    private static Map<String, String> connection(String entry) {
        try {
            JsonNode policy =
                    JsonSerialization.mapper.readTree(entry).path("details").path("policy");
            return PolicyHistory.connection(
                    key -> policy.hasNonNull(key) ? policy.get(key).asText() : null);
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** Report-only is on where nothing is said of it. An entry that cannot be read tells nothing to rely on. */
    private static boolean stopsPeople(String entry) {
        try {
            JsonNode policy =
                    JsonSerialization.mapper.readTree(entry).path("details").path("policy");
            String reportOnly = policy.path(LinkSettings.REPORT_ONLY).asText().strip();
            return !reportOnly.isEmpty() && !reportOnly.equalsIgnoreCase("true");
        } catch (IOException e) {
            return true;
        }
    }
}
