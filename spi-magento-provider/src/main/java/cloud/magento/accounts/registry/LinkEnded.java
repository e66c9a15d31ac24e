package cloud.magento.accounts.registry;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * A link was removed and none took its place, and the transaction is still open. Where account or provider go as a
 * whole, {@link AccountDeleted} and {@link ProviderRemoved} tell.
 *
 * @param link as the registry had it
 * @param identity as Keycloak had it, with upstream's name for the person
 * @param before the newest change before this one; null where none was ever seen
 */
public record LinkEnded(
        KeycloakSession session,
        RealmModel realm,
        UserModel user,
        Link link,
        FederatedIdentityModel identity,
        @Nullable LinkChange before)
        implements ProviderEvent {}
