package cloud.magento.accounts.adoption;

import cloud.magento.accounts.ledger.RecordedPolicy;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.FormerProviders;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Turns a provider's type in place, which Keycloak's own API does not do, and remembers how it was. The secret stays
 * with the provider and is not among what is remembered.
 */
final class AdoptedProvider {
    private static final String SECRET = MagentoIdentityProviderConfig.CLIENT_SECRET;

    /**
     * How a provider was before it was taken over; the fields' names are those of its representation.
     *
     * @param takenOverAt when, in milliseconds since the epoch
     */
    record Before(
            long takenOverAt,
            String providerId,
            @Nullable Boolean storeToken,
            @Nullable Boolean addReadTokenRoleOnCreate,
            @Nullable Boolean trustEmail,
            @Nullable Boolean linkOnly,
            @Nullable Boolean hideOnLogin,
            @Nullable String firstBrokerLoginFlowId,
            @Nullable String postBrokerLoginFlowId,
            Map<String, String> config) {

        static Before of(IdentityProviderModel provider) {
            Map<String, String> config = new HashMap<>(provider.getConfig());
            config.remove(SECRET);
            return new Before(
                    Time.currentTimeMillis(),
                    provider.getProviderId(),
                    provider.isStoreToken(),
                    provider.isAddReadTokenRoleOnCreate(),
                    provider.isTrustEmail(),
                    provider.isLinkOnly(),
                    provider.isHideOnLogin(),
                    provider.getFirstBrokerLoginFlowId(),
                    provider.getPostBrokerLoginFlowId(),
                    config);
        }

        String issuer() {
            return settings().issuer();
        }

        /** The keys by which the client's secret would go elsewhere than it goes now. */
        List<String> moved(IdentityProviderModel provider) {
            MagentoIdentityProviderConfig before = settings();
            MagentoIdentityProviderConfig now = new MagentoIdentityProviderConfig(provider);
            return MagentoIdentityProviderConfig.SECRET_GOES_BY.stream()
                    .filter(key -> !before.text(key).equals(now.text(key)))
                    .toList();
        }

        private MagentoIdentityProviderConfig settings() {
            IdentityProviderModel model = new IdentityProviderModel();
            model.setConfig(new HashMap<>(config));
            return new MagentoIdentityProviderConfig(model);
        }

        void restore(IdentityProviderModel provider) {
            Map<String, String> restored = new HashMap<>(config);
            @Nullable String secret = provider.getConfig().get(SECRET);
            if (secret != null) {
                restored.put(SECRET, secret);
            }
            provider.setProviderId(providerId);
            provider.setStoreToken(storeToken);
            provider.setAddReadTokenRoleOnCreate(addReadTokenRoleOnCreate);
            provider.setTrustEmail(trustEmail);
            provider.setLinkOnly(linkOnly);
            provider.setHideOnLogin(hideOnLogin);
            provider.setFirstBrokerLoginFlowId(firstBrokerLoginFlowId);
            provider.setPostBrokerLoginFlowId(postBrokerLoginFlowId);
            provider.setConfig(restored);
        }
    }

    private final KeycloakSession session;
    private final RealmModel realm;

    /** The realm is that of the session's context. */
    AdoptedProvider(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * How the provider was, if it was taken over and can still be given back. Whether its policy stopped people since
     * then the ledger says: a restored copy of the tables brings back what was forgotten. What is kept may have come
     * with a bundle, so it counts only where it can be what this very provider was.
     */
    Optional<Before> before(IdentityProviderModel provider) {
        MagentoIdentityProviderConfig now = new MagentoIdentityProviderConfig(provider);
        return new FormerProviders(session, realm)
                .of(provider.getAlias())
                .map(AdoptedProvider::parse)
                .filter(before -> now.reportsOnly()
                        && Adoption.TYPES.contains(before.providerId())
                        && before.takenOverAt() <= Time.currentTimeMillis()
                        && before.issuer().equals(now.issuer()))
                .filter(before -> !new RecordedPolicy(session, realm)
                        .stoppedPeopleSince(Instant.ofEpochMilli(before.takenOverAt())));
    }

    /** From now on there is no way back to what the provider was. */
    static void forget(KeycloakSession session, RealmModel realm, String alias) {
        new FormerProviders(session, realm).forget(alias);
    }

    void adopt(IdentityProviderModel provider, Map<String, String> config, @Nullable String firstLoginFlowId) {
        new FormerProviders(session, realm).keep(provider.getAlias(), write(Before.of(provider)));
        if (Boolean.TRUE.equals(provider.isLinkOnly())) {
            provider.setHideOnLogin(true);
        }
        provider.setProviderId(UpstreamIdentity.PROVIDER_ID);
        provider.setStoreToken(false);
        provider.setAddReadTokenRoleOnCreate(false);
        provider.setTrustEmail(false);
        provider.setLinkOnly(false);
        provider.setFirstBrokerLoginFlowId(firstLoginFlowId);
        provider.setConfig(new HashMap<>(config));
        save(provider);
    }

    void giveBack(IdentityProviderModel provider, Before before) {
        before.restore(provider);
        provider.setFirstBrokerLoginFlowId(existing(before.firstBrokerLoginFlowId()));
        provider.setPostBrokerLoginFlowId(existing(before.postBrokerLoginFlowId()));
        save(provider);
        forget(session, realm, provider.getAlias());
    }

    /** The flow may be gone by now. */
    private @Nullable String existing(@Nullable String flowId) {
        return flowId != null && realm.getAuthenticationFlowById(flowId) != null ? flowId : null;
    }

    /** Keycloak keeps the stored type when a provider is saved; so that is changed first, and read anew. */
    private void save(IdentityProviderModel provider) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        entities.createQuery("update IdentityProviderEntity p set p.providerId = :type where p.internalId = :id")
                .setParameter("type", provider.getProviderId())
                .setParameter("id", provider.getInternalId())
                .executeUpdate();
        entities.refresh(entities.createQuery("select p from IdentityProviderEntity p where p.internalId = :id")
                .setParameter("id", provider.getInternalId())
                .getSingleResult());
        session.identityProviders().update(provider);
    }

    private static String write(Before before) {
        try {
            return JsonSerialization.writeValueAsString(before);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Before parse(String text) {
        try {
            return JsonSerialization.readValue(text, Before.class);
        } catch (IOException e) {
            throw new IllegalStateException("What the provider was before cannot be read", e);
        }
    }
}
