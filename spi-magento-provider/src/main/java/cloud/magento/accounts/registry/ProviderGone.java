package cloud.magento.accounts.registry;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * The provider was removed from the realm, and with it the policy and every link. The transaction is still open.
 *
 * @param links how many links ended
 */
public record ProviderGone(KeycloakSession session, RealmModel realm, String alias, int links)
        implements ProviderEvent {}
