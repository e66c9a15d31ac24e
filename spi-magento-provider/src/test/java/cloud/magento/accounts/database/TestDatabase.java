package cloud.magento.accounts.database;

import jakarta.persistence.EntityManager;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of database that a broker may have, each started at most once for all tests, and ended with them. A test
 * has rows of realms of its own.
 */
public enum TestDatabase {
    H2("dev-mem", cloud.magento.accounts.database.H2::start),
    POSTGRESQL("postgres", Postgres::start),
    MARIADB("mariadb", MariaDb::start);

    private final String vendor;
    private final Supplier<DatabaseServer> start;
    private @Nullable SessionFactory units;

    TestDatabase(String vendor, Supplier<DatabaseServer> start) {
        this.vendor = vendor;
        this.start = start;
    }

    /** A new way to the database, outside of any transaction. */
    public EntityManager open() {
        return units().createEntityManager();
    }

    private synchronized SessionFactory units() {
        if (units == null) {
            DatabaseServer server = start.get();
            Schema schema = new Schema(vendor, server);
            schema.create();
            SessionFactory made = schema.units();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                made.close();
                server.close();
            }));
            units = made;
        }
        return units;
    }
}
