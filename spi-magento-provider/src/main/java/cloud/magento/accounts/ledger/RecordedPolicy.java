package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.LinkSettings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/** What the ledger tells of the policy at earlier times, whatever the realm's settings say by now. */
public final class RecordedPolicy {
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
