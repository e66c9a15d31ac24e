package cloud.magento.accounts.registry;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * An exemption was granted, replaced or ended by an administrator, and the transaction is still open. One that runs out
 * changes nothing and is not told of.
 *
 * @param exemption as it is now, or null where it was ended
 */
public record ExemptionChanged(
        KeycloakSession session,
        RealmModel realm,
        String userId,
        @Nullable Exemption exemption) implements ProviderEvent {}
