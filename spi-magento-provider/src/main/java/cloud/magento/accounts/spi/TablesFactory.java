package cloud.magento.accounts.spi;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/** Adds tables to Keycloak's database, and has those who keep them follow the server's provider events. */
public abstract class TablesFactory implements JpaEntityProviderFactory {
    private final String id;
    private final String changelog;
    private final List<Class<?>> entities;
    private final ModelEvents events = new ModelEvents();

    /**
     * @param changelog Liquibase's, among the resources
     * @param entities the classes of the tables that Hibernate knows
     * @param keepers who writes them
     */
    protected TablesFactory(String id, String changelog, List<Class<?>> entities, List<ProviderEventListener> keepers) {
        this.id = id;
        this.changelog = changelog;
        this.entities = List.copyOf(entities);
        keepers.forEach(events::add);
    }

    @Override
    public final JpaEntityProvider create(KeycloakSession session) {
        return new Tables(id, changelog, entities);
    }

    @Override
    public final void init(Config.Scope config) {}

    @Override
    public final void postInit(KeycloakSessionFactory sessions) {
        events.begin(sessions);
    }

    @Override
    public final void close() {
        events.end();
    }

    @Override
    public final String getId() {
        return id;
    }

    private record Tables(String id, String changelog, List<Class<?>> entities) implements JpaEntityProvider {
        @Override
        public List<Class<?>> getEntities() {
            return entities;
        }

        @Override
        public String getChangelogLocation() {
            return changelog;
        }

        @Override
        public String getFactoryId() {
            return id;
        }

        @Override
        public void close() {}
    }
}
