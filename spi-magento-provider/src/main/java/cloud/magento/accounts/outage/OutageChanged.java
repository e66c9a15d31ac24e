package cloud.magento.accounts.outage;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * An outage was declared, got another end, or was ended before its time, and the transaction is still open.
 *
 * @param outage as it is now, or null where it was ended
 * @param before as it was in force, or null where there was none
 */
public record OutageChanged(
        KeycloakSession session,
        RealmModel realm,
        @Nullable Outage outage,
        @Nullable Outage before) implements ProviderEvent {}
