package cloud.magento.accounts.registry;

import java.util.function.BooleanSupplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * The provider was removed from the realm, and with it the policy and every link, unless it is back before the
 * transaction, which is still open, is committed: then nothing has happened.
 *
 * @param links how many links end
 * @param lasting whether it is not back, asked right before the commit or after it
 */
public record ProviderRemoved(
        KeycloakSession session, RealmModel realm, String alias, int links, BooleanSupplier lasting)
        implements ProviderEvent {}
