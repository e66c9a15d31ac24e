package cloud.magento.accounts.broker.support;

/** A database server of a test's own, which ends with it. */
interface DatabaseServer extends AutoCloseable {
    /** Keycloak's name for the kind of database: the value of its build option {@code --db}. */
    String vendor();

    /** The JDBC address of an empty database. */
    String url();

    /** Who may do everything there; also the password. */
    String user();

    @Override
    void close();
}
