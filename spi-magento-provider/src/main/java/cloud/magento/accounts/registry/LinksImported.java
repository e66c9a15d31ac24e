package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Links were made by an operator, many at once, of accounts that had nothing open that a new link ends. The transaction
 * is still open. Nobody is told by mail.
 */
public record LinksImported(KeycloakSession session, RealmModel realm, List<NewLink> links) implements ProviderEvent {}
