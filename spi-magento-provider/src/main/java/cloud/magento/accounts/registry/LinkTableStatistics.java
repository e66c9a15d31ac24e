package cloud.magento.accounts.registry;

import cloud.magento.accounts.transaction.OwnTransaction;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Has PostgreSQL look at the tables of links while very many come in. It plans by what it knew of a table when it last
 * looked, and by itself it looks about once a minute: until then a table that was empty is read whole for each row.
 * Other databases plan by what an index says at the moment.
 */
public final class LinkTableStatistics {
    private static final List<String> TABLES = List.of(
            "FEDERATED_IDENTITY", "MAGENTO_LINK", "MAGENTO_LINK_CHANGE", "MAGENTO_EXEMPTION", "MAGENTO_EXPECTED_LINK");

    /** A table of fewer pages is read as fast whole. */
    private static final long FEW_PAGES = 16;

    private static final int PAGE_BYTES = 8192;

    private final KeycloakSession session;
    private final Map<String, Long> looked = new HashMap<>();

    /** @param session of the request that has the rows written */
    public LinkTableStatistics(KeycloakSession session) {
        this.session = session;
    }

    /**
     * To be called now and then while rows are written, when they are committed: costs next to nothing unless a table
     * has doubled since it was looked at. Who may not have it done, being no owner of the tables, does without.
     */
    public void refresh() {
        OwnTransaction.run(session, "magento-statistics", own -> {
            EntityManager entities =
                    own.getProvider(JpaConnectionProvider.class).getEntityManager();
            if (isPostgres(entities)) {
                TABLES.forEach(table -> refresh(entities, table));
            }
            return true;
        });
    }

    private void refresh(EntityManager entities, String table) {
        List<?> rows = entities.createNativeQuery("select cast(pg_relation_size(c.oid) / " + PAGE_BYTES
                        + " as bigint), cast(c.relpages as bigint) from pg_class c"
                        + " where c.oid = (select t.tableoid from {h-schema}" + table + " t limit 1)")
                .getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            long pages = ((Number) columns[0]).longValue();
            long known = Math.max(((Number) columns[1]).longValue(), looked.getOrDefault(table, FEW_PAGES));
            if (pages >= 2 * known) {
                looked.put(table, pages);
                // Somebody else who looks at this moment does it for us.
                entities.createNativeQuery("analyze (skip_locked) {h-schema}" + table)
                        .executeUpdate();
            }
        }
    }

    private static boolean isPostgres(EntityManager entities) {
        return entities.unwrap(Session.class)
                .doReturningWork(connection -> connection.getMetaData().getDatabaseProductName())
                .equals("PostgreSQL");
    }
}
