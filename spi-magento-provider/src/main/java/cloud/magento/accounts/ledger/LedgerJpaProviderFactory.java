package cloud.magento.accounts.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/** Adds the ledger's tables to Keycloak's database, and subscribes what writes and signs them. */
public final class LedgerJpaProviderFactory implements JpaEntityProviderFactory {
    static final String ID = "magento-ledger";

    private final List<ProviderEventListener> listeners =
            List.of(new LedgerHistory(), new CohortHistory(), new CheckpointSchedule());
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new LedgerJpaProvider();
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

    private static final class LedgerJpaProvider implements JpaEntityProvider {
        @Override
        public List<Class<?>> getEntities() {
            return List.of(
                    LedgerEntryEntity.class,
                    LedgerPersonEntity.class,
                    LedgerHeadEntity.class,
                    CheckpointEntity.class,
                    EarlierLedgerEntity.class,
                    BundlePartEntity.class,
                    ReferenceEntity.class);
        }

        @Override
        public String getChangelogLocation() {
            return "META-INF/magento-ledger-changelog.xml";
        }

        @Override
        public String getFactoryId() {
            return ID;
        }

        @Override
        public void close() {}
    }
}
