package cloud.magento.accounts.registry;

/**
 * A link, and what upstream calls the person.
 *
 * @param upstreamName empty where nobody said
 */
public record NewLink(Link link, String upstreamName) {}
