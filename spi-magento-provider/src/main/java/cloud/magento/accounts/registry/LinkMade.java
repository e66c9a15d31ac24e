package cloud.magento.accounts.registry;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * A link was written, on whichever path, and the transaction that holds it is still open. Published by the registry,
 * which has already refused what breaks the rule; whoever listens acts in the same transaction.
 *
 * @param upstreamName what upstream calls the person; empty where that is not known
 * @param former whose link that was; null where there was none
 * @param replaced the account's link that this one took the place of, or null where it had none
 */
public record LinkMade(
        KeycloakSession session,
        RealmModel realm,
        UserModel user,
        Link link,
        String upstreamName,
        @Nullable FormerOwner former,
        @Nullable Link replaced)
        implements ProviderEvent {}
