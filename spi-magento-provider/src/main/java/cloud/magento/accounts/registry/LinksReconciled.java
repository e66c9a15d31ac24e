package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Links that Keycloak's own table did not have any more were taken out of the registry, in the transaction that is
 * still open. Nobody is told by mail and no session ends: for Keycloak they had ended before.
 *
 * @param asker the session of the request that did it, from which is told by whom
 */
public record LinksReconciled(KeycloakSession session, RealmModel realm, KeycloakSession asker, List<Link> links)
        implements ProviderEvent {}
