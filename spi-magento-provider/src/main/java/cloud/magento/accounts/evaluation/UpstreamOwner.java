package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.Optional;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Whom an upstream identity belongs to here, asked of the registry, whose answer is one account or none; Keycloak's own
 * look-up fails where an older link made two.
 */
public final class UpstreamOwner {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig provider;

    public UpstreamOwner(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        this.session = session;
        this.realm = realm;
        this.provider = provider;
    }

    /** Whether the identity belongs to an account that is not this one. */
    public boolean isOtherThan(UserModel user, BrokeredIdentityContext identity) {
        return of(identity.getId())
                .filter(owner -> !owner.getId().equals(user.getId()))
                .isPresent();
    }

    /**
     * The account that the subject belongs to; a deleted account owns nothing, and so does one whose link Keycloak does
     * not have any more, since it was removed while this software was not in the server.
     */
    public Optional<UserModel> of(String subject) {
        return new LinkRegistry(session, realm)
                .ofIdentity(new UpstreamIdentity(provider.issuer(), subject))
                .map(link -> session.users().getUserById(realm, link.userId()))
                .filter(owner -> isLinkedAtKeycloak(owner, subject));
    }

    private boolean isLinkedAtKeycloak(UserModel owner, String subject) {
        FederatedIdentityModel link = session.users().getFederatedIdentity(realm, owner, provider.getAlias());
        return link != null && subject.equals(link.getUserId());
    }
}
