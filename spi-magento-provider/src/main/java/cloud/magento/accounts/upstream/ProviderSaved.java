package cloud.magento.accounts.upstream;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * A provider of ours was judged and is about to be saved, created or changed, by whichever door. Of one that is created
 * Keycloak itself tells nobody.
 */
public record ProviderSaved(KeycloakSession session, RealmModel realm) implements ProviderEvent {}
