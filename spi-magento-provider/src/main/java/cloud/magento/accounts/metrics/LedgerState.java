package cloud.magento.accounts.metrics;

import java.util.List;
import java.util.Map;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * A realm's ledger in figures.
 *
 * @param realm the realm's name
 * @param entries how many entries there are
 * @param signed how many of them the newest checkpoint covers; 0 where there is none
 * @param signedAt when that was made, in milliseconds since the epoch; 0 where there is none
 */
record LedgerState(String realm, long entries, long signed, long signedAt) {
    private static final String STATES =
            "select h.REALM_ID, h.ENTRIES, coalesce(max(c.ENTRIES), 0), coalesce(max(c.CREATED_AT), 0)"
                    + " from {h-schema}MAGENTO_LEDGER_HEAD h"
                    + " left join {h-schema}MAGENTO_LEDGER_CHECKPOINT c on c.REALM_ID = h.REALM_ID"
                    + " group by h.REALM_ID, h.ENTRIES";

    /**
     * The ledgers of these realms.
     *
     * @param names names of realms by their ids
     */
    static List<LedgerState> read(KeycloakSession session, Map<String, String> names) {
        List<?> rows = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNativeQuery(STATES, Object[].class)
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .filter(row -> names.containsKey(String.valueOf(row[0])))
                .map(row -> new LedgerState(
                        names.getOrDefault(String.valueOf(row[0]), ""), number(row[1]), number(row[2]), number(row[3])))
                .toList();
    }

    boolean hasCheckpoint() {
        return signedAt > 0;
    }

    long unsigned() {
        return Math.max(0, entries - signed);
    }

    private static long number(Object cell) {
        return ((Number) cell).longValue();
    }
}
