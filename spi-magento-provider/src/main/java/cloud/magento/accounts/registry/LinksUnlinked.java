package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Links were ended by an operator, many at once, of accounts that had nothing open through them. The transaction is
 * still open. Nobody is told by mail.
 */
public record LinksUnlinked(KeycloakSession session, RealmModel realm, List<Link> links) implements ProviderEvent {}
