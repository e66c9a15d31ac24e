package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.logkey.LogKeySettings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Which realms' ledgers want a checkpoint: of all realms at once by one statement, which reads a row or two of an index
 * a realm.
 */
final class DueCheckpoints {
    private static final String DUE = """
            select x.REALM_ID from (
              select h.REALM_ID, h.ENTRIES, coalesce((select max(c.ENTRIES) from {h-schema}MAGENTO_LEDGER_CHECKPOINT c
                where c.REALM_ID = h.REALM_ID), 0) as COVERED
              from {h-schema}MAGENTO_LEDGER_HEAD h join {h-schema}REALM r on r.ID = h.REALM_ID) x
            join {h-schema}MAGENTO_LEDGER e on e.REALM_ID = x.REALM_ID and e.SEQ = x.COVERED + 1
            where x.ENTRIES - x.COVERED >= :many or e.CREATED_AT <= :before
            """;

    private DueCheckpoints() {}

    /** The ids of the realms. */
    static Set<String> of(KeycloakSession session) {
        LogKeySettings settings = LedgerEventListenerFactory.settings(session);
        List<?> rows = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNativeQuery(DUE)
                .setParameter("many", settings.checkpointEntries())
                .setParameter(
                        "before",
                        Time.currentTimeMillis() - settings.checkpointEvery().toMillis())
                .getResultList();
        return rows.stream().map(String::valueOf).collect(Collectors.toSet());
    }
}
