package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Pre-associations were made, or ended without a link, in the transaction that is still open.
 *
 * @param made whether they hold from now on
 */
public record ExpectedLinksChanged(KeycloakSession session, RealmModel realm, boolean made, List<ExpectedLink> links)
        implements ProviderEvent {}
