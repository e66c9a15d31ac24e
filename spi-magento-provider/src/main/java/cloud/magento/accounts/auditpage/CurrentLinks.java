package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Who is connected to whom now, which an entry of an earlier day does not tell; each looked up once. */
final class CurrentLinks {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final LinkRegistry registry;
    private final Map<UpstreamIdentity, Optional<String>> owners = new HashMap<>();
    private final Map<String, Optional<Connected>> connected = new HashMap<>();
    private final Optional<String> alias;

    CurrentLinks(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.registry = new LinkRegistry(session, realm);
        this.alias = MagentoProvider.in(session, realm).map(IdentityProviderModel::getAlias);
    }

    /** The id of the account that the upstream identity belongs to; empty where it belongs to none. */
    Optional<String> ownerOf(UpstreamIdentity identity) {
        return owners.computeIfAbsent(
                identity, unknown -> registry.ofIdentity(identity).map(Link::userId));
    }

    /** The upstream identity that the account is connected to; empty where it is to none. */
    Optional<Connected> of(String userId) {
        return connected.computeIfAbsent(
                userId,
                unknown -> alias.flatMap(known -> registry.ofAccount(userId, known)
                        .map(link -> new Connected(link.identity().subject(), name(userId, known)))));
    }

    private @Nullable String name(String userId, String provider) {
        UserModel user = session.users().getUserById(realm, userId);
        FederatedIdentityModel link = user == null ? null : session.users().getFederatedIdentity(realm, user, provider);
        return link == null ? null : link.getUserName();
    }

    /**
     * Whom an account is connected to.
     *
     * @param subject upstream's own id of them
     * @param name what upstream calls them; null where it is not known
     */
    record Connected(String subject, @Nullable String name) {}
}
