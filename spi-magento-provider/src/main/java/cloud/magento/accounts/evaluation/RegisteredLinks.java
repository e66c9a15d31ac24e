package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.log.LogOnce;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.AccountLinks;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.upstream.KnownLinks;
import cloud.magento.accounts.upstream.MagentoProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Tells upstream what the registry knows of the links. For a cached account that costs nothing: the registry's answer
 * is kept with it.
 */
record RegisteredLinks(KeycloakSession session) implements KnownLinks {
    private static final Logger LOG = Logger.getLogger(RegisteredLinks.class);

    @Override
    public boolean areOfOtherIssuer(RealmModel realm, String alias, String issuer) {
        return new LinkRegistry(session, realm).hasOtherIssuer(alias, issuer);
    }

    @Override
    public boolean exist(RealmModel realm, String alias) {
        return new LinkRegistry(session, realm).hasLinksAtKeycloak(alias);
    }

    /**
     * A link that only Keycloak's table knows, of a time when this software was not in the server, is taken for one of
     * the provider's issuer, unless the registry has links of another issuer by the same alias: then nobody can tell
     * whose it is.
     */
    @Override
    public boolean contradict(RealmModel realm, String alias, UpstreamIdentity identity) {
        try {
            FederatedIdentityModel wanted = new FederatedIdentityModel(alias, identity.subject(), null);
            UserModel owner = session.users().getUserByFederatedIdentity(realm, wanted);
            return owner != null && !isLinked(realm, owner, alias, identity);
        } catch (IllegalStateException | ModelException e) {
            LogOnce.errorf(
                    LOG,
                    "More than one account is linked to one identity in Keycloak's table of realm %s",
                    realm.getName());
            return true;
        }
    }

    @Override
    public boolean lacksSecondFactor(
            RealmModel realm, UserModel user, AuthenticationSessionModel authSession, BrokeredIdentityContext arrived) {
        return new KeptSecondFactor(session, realm, user, arrived.getIdpConfig().getAlias())
                .isLacking(authSession, arrived);
    }

    @Override
    public boolean wantsSecondFactor(
            RealmModel realm, UserModel user, AuthenticationSessionModel authSession, BrokeredIdentityContext arrived) {
        return new KeptSecondFactor(session, realm, user, arrived.getIdpConfig().getAlias())
                .isToBeShown(authSession, arrived);
    }

    @Override
    public int wishedLevel(RealmModel realm, @Nullable UserModel user, AuthenticationSessionModel authSession) {
        return MagentoProvider.in(session, realm)
                .map(provider -> WantedLevel.wished(StoredPolicy.of(provider).strength(), authSession, user))
                .orElse(LoginLevels.ANY);
    }

    private boolean isLinked(RealmModel realm, UserModel owner, String alias, UpstreamIdentity identity) {
        return new AccountLinks(session, realm, owner)
                .identity(alias)
                .map(identity::equals)
                .orElseGet(() -> !areOfOtherIssuer(realm, alias, identity.issuer()));
    }
}
