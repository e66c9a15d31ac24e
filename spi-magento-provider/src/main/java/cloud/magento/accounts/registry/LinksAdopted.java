package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Links of Keycloak's own table were taken into the registry, in the transaction that is still open. Nobody is told by
 * mail and no session ends: for the account nothing has changed.
 *
 * @param asker the session of the request that asked for it, from which is told by whom
 */
public record LinksAdopted(KeycloakSession session, RealmModel realm, KeycloakSession asker, List<Adopted> links)
        implements ProviderEvent {
    /** One of them, and what upstream calls the person. */
    public record Adopted(Link link, String upstreamName) {}
}
