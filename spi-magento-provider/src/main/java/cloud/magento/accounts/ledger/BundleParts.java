package cloud.magento.accounts.ledger;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The parts of a bundle that is longer than a request may be. Any node takes one; they are forgotten when the bundle is
 * imported, and after two days.
 */
public final class BundleParts {
    private static final Duration KEPT_FOR = Duration.ofDays(2);

    private final EntityManager entities;
    private final String realmId;
    private final String upload;

    public BundleParts(KeycloakSession session, RealmModel realm, String upload) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
        this.upload = upload;
    }

    /** Keeps a part, in place of what was sent as this part before. */
    public void keep(int part, String text) {
        BundlePartEntity entity = new BundlePartEntity();
        entity.realmId = realmId;
        entity.upload = upload;
        entity.part = part;
        entity.createdAt = Time.currentTimeMillis();
        entity.text = text;
        entities.merge(entity);
    }

    /** Forgets those of the realm that nobody came back for. */
    static void trim(KeycloakSession session, RealmModel realm) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery("magentoBundlePartsTrim")
                .setParameter("realmId", realm.getId())
                .setParameter("before", Time.currentTimeMillis() - KEPT_FOR.toMillis())
                .executeUpdate();
    }

    /** The numbers of the parts that are here, in order. */
    public List<Integer> numbers() {
        return entities.createNamedQuery("magentoBundlePartNumbers", Integer.class)
                .setParameter("realmId", realmId)
                .setParameter("upload", upload)
                .getResultList();
    }

    public String text(int part) {
        return entities.createNamedQuery("magentoBundlePart", String.class)
                .setParameter("realmId", realmId)
                .setParameter("upload", upload)
                .setParameter("part", part)
                .getSingleResult();
    }

    public void forget() {
        entities.createNamedQuery("magentoBundlePartsForget")
                .setParameter("realmId", realmId)
                .setParameter("upload", upload)
                .executeUpdate();
    }
}
