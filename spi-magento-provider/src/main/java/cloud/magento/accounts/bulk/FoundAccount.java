package cloud.magento.accounts.bulk;

/**
 * An account that a row names.
 *
 * @param serviceAccount whether it is a client's
 * @param local whether Keycloak's own tables hold it, and not only a directory
 */
record FoundAccount(String id, boolean serviceAccount, boolean local) {}
