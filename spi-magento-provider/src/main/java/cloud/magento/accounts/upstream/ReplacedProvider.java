package cloud.magento.accounts.upstream;

import java.util.Optional;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What a provider that is being saved takes the place of: the stored one where it is updated, and where a partial
 * import overwrites it the one that the same transaction has just removed.
 */
final class ReplacedProvider {
    private static final String REMOVED = "magento.provider.removed.";

    private ReplacedProvider() {}

    /** Notes what was removed, for what may come in its place in the same transaction. */
    static void removed(RealmModel.IdentityProviderRemovedEvent event) {
        IdentityProviderModel removed = event.getRemovedIdentityProvider();
        event.getKeycloakSession().setAttribute(key(event.getRealm(), removed), removed);
    }

    /** The predecessor, of whatever type. The realm is the session's. */
    static Optional<IdentityProviderModel> of(KeycloakSession session, RealmModel realm, IdentityProviderModel saved) {
        if (saved.getAlias() == null) {
            return Optional.empty();
        }
        // Keycloak gives out an empty shell for one that this transaction has removed.
        return Optional.ofNullable(session.identityProviders().getByAlias(saved.getAlias()))
                .filter(stored -> stored.getInternalId() != null)
                .or(() -> Optional.ofNullable(session.getAttribute(key(realm, saved), IdentityProviderModel.class)));
    }

    private static String key(RealmModel realm, IdentityProviderModel provider) {
        return REMOVED + realm.getId() + "." + provider.getAlias();
    }
}
