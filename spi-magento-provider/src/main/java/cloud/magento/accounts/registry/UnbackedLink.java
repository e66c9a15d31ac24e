package cloud.magento.accounts.registry;

/**
 * A link that the registry has and Keycloak's own table has not, so that it opens nothing: it was removed while this
 * software was not in the server, or a copy was restored.
 *
 * @param id the row's
 * @param alias the provider's
 */
public record UnbackedLink(String id, String alias, Link link) {}
