package cloud.magento.accounts.report;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;

/**
 * Gives PostgreSQL room to count very many accounts in memory, for the rest of the transaction. As it comes it takes 4
 * MB for each table that it joins or groups, and writes the rest to the disk and reads it again. What is counted is
 * kept or asked seldom, so not many count at once.
 */
final class CountingMemory {
    private static final int MEGABYTES = 64;

    private CountingMemory() {}

    /** Never less than the operator gives. */
    static void take(EntityManager entities) {
        if (isPostgres(entities)) {
            entities.createNativeQuery("select set_config('work_mem', '" + MEGABYTES + "MB', true)"
                            + " where pg_size_bytes(current_setting('work_mem')) < " + (MEGABYTES << 20))
                    .getResultList();
        }
    }

    private static boolean isPostgres(EntityManager entities) {
        return entities.unwrap(Session.class)
                .doReturningWork(connection -> connection.getMetaData().getDatabaseProductName())
                .equals("PostgreSQL");
    }
}
