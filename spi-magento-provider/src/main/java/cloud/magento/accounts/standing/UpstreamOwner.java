package cloud.magento.accounts.standing;

import cloud.magento.accounts.linking.UpstreamIdentity;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Whom an upstream identity belongs to here, asked of the registry, whose answer is one account or none; Keycloak's own
 * look-up fails where an older link made two.
 */
public final class UpstreamOwner {
    private final LinkRegistry registry;
    private final MagentoIdentityProviderConfig provider;

    public UpstreamOwner(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        this.registry = new LinkRegistry(session, realm);
        this.provider = provider;
    }

    /** Whether the identity belongs to an account that is not this one. */
    public boolean isOtherThan(UserModel user, BrokeredIdentityContext identity) {
        return registry.ofIdentity(new UpstreamIdentity(provider.issuer(), identity.getId()))
                .map(Link::userId)
                .filter(owner -> !owner.equals(user.getId()))
                .isPresent();
    }
}
