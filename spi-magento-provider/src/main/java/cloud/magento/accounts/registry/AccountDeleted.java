package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * An account was deleted, and with it what it had here. The transaction is still open.
 *
 * @param links the links that ended
 * @param exempt whether an exemption ended
 */
public record AccountDeleted(KeycloakSession session, RealmModel realm, String userId, List<Link> links, boolean exempt)
        implements ProviderEvent {}
