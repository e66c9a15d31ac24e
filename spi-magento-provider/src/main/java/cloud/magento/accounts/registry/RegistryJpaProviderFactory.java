package cloud.magento.accounts.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/** Adds our tables to Keycloak's database and subscribes what keeps them. */
public final class RegistryJpaProviderFactory implements JpaEntityProviderFactory {
    static final String ID = "magento-registry";

    private final List<ProviderEventListener> listeners = List.of(new LinkListener(), new CohortListener());
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new RegistryJpaProvider();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
        listeners.forEach(factory::register);
    }

    @Override
    public void close() {
        if (factory != null) {
            listeners.forEach(factory::unregister);
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    private static final class RegistryJpaProvider implements JpaEntityProvider {
        @Override
        public List<Class<?>> getEntities() {
            return List.of(
                    LinkEntity.class,
                    LinkChangeEntity.class,
                    ExemptionEntity.class,
                    CohortApprovalEntity.class,
                    ExpectedLinkEntity.class,
                    FormerProviderEntity.class);
        }

        @Override
        public String getChangelogLocation() {
            return "META-INF/magento-registry-changelog.xml";
        }

        @Override
        public String getFactoryId() {
            return ID;
        }

        @Override
        public void close() {}
    }
}
