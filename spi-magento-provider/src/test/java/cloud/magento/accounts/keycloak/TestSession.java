package cloud.magento.accounts.keycloak;

import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaKeycloakTransaction;
import org.keycloak.connections.jpa.support.EntityManagerProxy;
import org.keycloak.models.ClientProvider;
import org.keycloak.models.ClientScopeProvider;
import org.keycloak.models.GroupProvider;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.RoleProvider;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserLoginFailureProvider;
import org.keycloak.models.UserProvider;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.cache.UserCache;
import org.keycloak.models.jpa.JpaIdentityProviderStorageProvider;
import org.keycloak.models.jpa.JpaRealmProvider;
import org.keycloak.models.jpa.JpaUserProvider;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.Provider;
import org.keycloak.services.DefaultKeycloakTransactionManager;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.federated.UserFederatedStorageProvider;
import org.keycloak.storage.jpa.JpaUserFederatedStorageProvider;
import org.keycloak.tracing.NoopTracingProvider;
import org.keycloak.tracing.TracingProvider;
import org.keycloak.transaction.JtaTransactionManagerLookup;
import org.keycloak.urls.HostnameProvider;
import org.keycloak.urls.UrlType;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * One session of {@link TestKeycloak}. Its transactions, and its models of what is in the database, are Keycloak's own;
 * nothing is cached.
 */
public abstract class TestSession implements KeycloakSession {
    private final TestKeycloak keycloak;
    private final TestContext context;
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<Class<?>, Provider> providers = new HashMap<>();
    private final KeycloakTransactionManager transaction = new DefaultKeycloakTransactionManager(this);
    private final @Nullable KeycloakSession before = KeycloakSessionUtil.getKeycloakSession();
    private final EntityManager entities;
    private final JpaRealmProvider realms;

    TestSession(TestKeycloak keycloak) {
        this.keycloak = keycloak;
        this.context = Partial.of(TestContext.class, this);
        this.entities = EntityManagerProxy.create(this, keycloak.database().open(), true);
        transaction.enlist(new JpaKeycloakTransaction(entities));
        this.realms = new JpaRealmProvider(this, entities, null, null);
        put(JpaConnectionProvider.class, Partial.of(Connection.class, entities));
        put(TracingProvider.class, new NoopTracingProvider());
        put(UserFederatedStorageProvider.class, new JpaUserFederatedStorageProvider(this, entities));
        put(HostnameProvider.class, new Address());
        put(JtaTransactionManagerLookup.class, null);
        put(UserCache.class, null);
        put(OrganizationProvider.class, Partial.of(NoOrganizations.class));
        put(CacheRealmProvider.class, null);
    }

    /** The way to the database. */
    public EntityManager entities() {
        return entities;
    }

    /** The realm of {@link TestKeycloak}. */
    public RealmModel realm() {
        return realms.getRealm(keycloak.realmId());
    }

    /** Has this session alone know a provider, or know that there is none. */
    public <T extends Provider> void put(Class<T> type, @Nullable T provider) {
        providers.put(type, provider);
    }

    @Override
    public TestContext getContext() {
        return context;
    }

    @Override
    public KeycloakTransactionManager getTransactionManager() {
        return transaction;
    }

    @Override
    public <T extends Provider> @Nullable T getProvider(Class<T> type) {
        if (!providers.containsKey(type)) {
            Function<KeycloakSession, ? extends Provider> provider = keycloak.provider(type);
            if (provider == null) {
                throw new UnsupportedOperationException("No " + type.getSimpleName() + " here");
            }
            providers.put(type, provider.apply(this));
        }
        return type.cast(providers.get(type));
    }

    @Override
    public <T extends Provider> T getProvider(Class<T> type, String id) {
        return type.cast(keycloak.getProviderFactory(type, id).create(this));
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public <T> @Nullable T getAttribute(String name, Class<T> type) {
        return type.cast(attributes.get(name));
    }

    @Override
    public @Nullable Object removeAttribute(String name) {
        return attributes.remove(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public TestKeycloak getKeycloakSessionFactory() {
        return keycloak;
    }

    @Override
    public RealmProvider realms() {
        return realms;
    }

    @Override
    public GroupProvider groups() {
        return realms;
    }

    @Override
    public RoleProvider roles() {
        return realms;
    }

    @Override
    public ClientScopeProvider clientScopes() {
        return realms;
    }

    @Override
    public ClientProvider clients() {
        return realms;
    }

    @Override
    public UserProvider users() {
        return keycloak.hasDirectory() ? TestDirectory.accounts(this) : new JpaUserProvider(this, entities);
    }

    @Override
    public Class<? extends Provider> getProviderClass(String name) {
        return UserStorageProvider.class;
    }

    @Override
    public void enlistForClose(Provider provider) {}

    @Override
    public IdentityProviderStorageProvider identityProviders() {
        return new JpaIdentityProviderStorageProvider(this);
    }

    @Override
    public TestUserSessions sessions() {
        return keycloak.userSessions();
    }

    @Override
    public UserLoginFailureProvider loginFailures() {
        return Partial.of(NoFailures.class);
    }

    @Override
    public TestKeys keys() {
        return keycloak.keys();
    }

    /** Commits, or rolls back where that was asked for. */
    @Override
    public void close() {
        try {
            if (transaction.isActive()) {
                if (transaction.getRollbackOnly()) {
                    transaction.rollback();
                } else {
                    transaction.commit();
                }
            }
        } finally {
            KeycloakSessionUtil.setKeycloakSession(before);
            entities.close();
        }
    }

    /** Where the server is. */
    private static final class Address implements HostnameProvider {
        @Override
        public URI getBaseUri(UriInfo uriInfo, UrlType type) {
            return URI.create("https://broker.example/");
        }
    }

    /** Nobody has failed to sign in. */
    abstract static class NoFailures implements UserLoginFailureProvider {
        @Override
        public @Nullable UserLoginFailureModel getUserLoginFailure(RealmModel realm, String userId) {
            return null;
        }
    }

    /** The realm has none. */
    abstract static class NoOrganizations implements OrganizationProvider {
        @Override
        public boolean isEnabled() {
            return false;
        }

        @Override
        public boolean hasOrganizations() {
            return false;
        }
    }

    abstract static class Connection implements JpaConnectionProvider {
        private final EntityManager entities;

        Connection(EntityManager entities) {
            this.entities = entities;
        }

        @Override
        public EntityManager getEntityManager() {
            return entities;
        }
    }
}
