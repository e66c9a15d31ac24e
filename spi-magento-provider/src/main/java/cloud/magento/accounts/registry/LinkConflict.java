package cloud.magento.accounts.registry;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.models.ModelDuplicateException;

/** Distinguishes a lost race from a database failure. */
public final class LinkConflict {
    /**
     * SQL states: integrity constraint violation; rollback for a serialization failure or deadlock; lock timeout in
     * H2 and PostgreSQL; H2's own for two transactions that write the same row.
     */
    private static final List<String> CONFLICTS = List.of("23", "40", "HYT00", "55P03", "90131");

    /** Waited in vain for another transaction's lock, in MariaDB and MySQL, which have no SQL state for it. */
    private static final int MARIADB_LOCK_WAIT_TIMEOUT = 1205;

    private LinkConflict() {}

    /** Whether a link could not be written because there is one already, or one is being written at this moment. */
    public static boolean is(RuntimeException failure) {
        return failure instanceof ModelDuplicateException
                || Stream.iterate(failure, Objects::nonNull, (Throwable cause) -> cause.getCause())
                        .filter(SQLException.class::isInstance)
                        .anyMatch(cause -> isConflict((SQLException) cause));
    }

    private static boolean isConflict(SQLException failure) {
        String state = failure.getSQLState();
        return failure.getErrorCode() == MARIADB_LOCK_WAIT_TIMEOUT && "HY000".equals(state)
                || state != null && CONFLICTS.stream().anyMatch(state::startsWith);
    }
}
