package cloud.magento.accounts.ledger.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEventListener;

/** Adds the webhook's table to Keycloak's database. A realm's row goes with the realm. */
public final class WebhookJpaProviderFactory implements JpaEntityProviderFactory {
    private static final String ID = "magento-webhook";

    private final ProviderEventListener removal = event -> {
        if (event instanceof RealmModel.RealmRemovedEvent gone) {
            new Cursor(gone.getKeycloakSession(), gone.getRealm().getId()).remove();
        }
    };
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new WebhookJpaProvider();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
        factory.register(removal);
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.unregister(removal);
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    private static final class WebhookJpaProvider implements JpaEntityProvider {
        @Override
        public List<Class<?>> getEntities() {
            return List.of(WebhookEntity.class);
        }

        @Override
        public String getChangelogLocation() {
            return "META-INF/magento-webhook-changelog.xml";
        }

        @Override
        public String getFactoryId() {
            return ID;
        }

        @Override
        public void close() {}
    }
}
