package cloud.magento.accounts.upstream;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Upstream has told who somebody is, and Keycloak is about to open the account that belongs to that identity, or to
 * begin a first login where there is none. Whoever listens acts in the same transaction.
 */
public record IdentityArrived(KeycloakSession session, RealmModel realm, String alias, String subject)
        implements ProviderEvent {}
