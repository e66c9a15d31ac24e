package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * How providers were before they were taken over, as texts that only their writer reads. In a table of ours and not on
 * the realm: who writes a realm's attributes, such as Terraform, takes away those that the file does not name.
 */
public final class FormerProviders {
    private final RealmModel realm;
    private final EntityManager entities;

    public FormerProviders(KeycloakSession session, RealmModel realm) {
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** How the provider with this alias was, or empty where that is not known, or no way leads back to it. */
    public Optional<String> of(String alias) {
        return Optional.ofNullable(entities.find(FormerProviderEntity.class, key(alias)))
                .map(row -> row.settings);
    }

    public void keep(String alias, String settings) {
        FormerProviderEntity row = new FormerProviderEntity();
        row.realmId = realm.getId();
        row.alias = alias;
        row.settings = settings;
        entities.merge(row);
        entities.flush();
    }

    public void forget(String alias) {
        FormerProviderEntity row = entities.find(FormerProviderEntity.class, key(alias));
        if (row != null) {
            entities.remove(row);
            entities.flush();
        }
    }

    void removeRealm() {
        entities.createNamedQuery("magentoFormerProvidersRemoveByRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private FormerProviderEntity.Key key(String alias) {
        return new FormerProviderEntity.Key(realm.getId(), alias);
    }
}
