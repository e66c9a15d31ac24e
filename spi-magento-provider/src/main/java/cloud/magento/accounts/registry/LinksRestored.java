package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Links that Keycloak's own table has came into the registry with a bundle, with the dates and proofs that they had
 * where it was made, in the transaction that is still open. Nobody is told by mail and no session ends.
 *
 * @param asker the session of the request that wants it, from which is told by whom
 */
public record LinksRestored(KeycloakSession session, RealmModel realm, KeycloakSession asker, List<Link> links)
        implements ProviderEvent {}
