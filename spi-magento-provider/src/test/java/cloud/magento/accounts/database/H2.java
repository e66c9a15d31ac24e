package cloud.magento.accounts.database;

/** H2 in this process, with the settings that Keycloak gives it. */
record H2(String url, String user) implements DatabaseServer {
    static H2 start() {
        return new H2("jdbc:h2:mem:middle;NON_KEYWORDS=VALUE;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa");
    }

    @Override
    public void close() {}
}
