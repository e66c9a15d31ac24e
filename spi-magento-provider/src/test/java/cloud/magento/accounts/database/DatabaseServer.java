package cloud.magento.accounts.database;

/** A database server of the tests' own, with an empty database. It ends with the tests. */
interface DatabaseServer extends AutoCloseable {
    /** The JDBC address of the database. */
    String url();

    /** Who may do everything there; also the password. */
    String user();

    @Override
    void close();
}
