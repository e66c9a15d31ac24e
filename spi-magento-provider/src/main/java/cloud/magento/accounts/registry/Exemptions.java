package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.UserStorageUtil;

/**
 * The realm's exemptions. What the database says of an account is kept with the account in Keycloak's user cache, on each
 * node until the account leaves it, as every change of an exemption makes it do.
 */
public final class Exemptions {
    private static final String KEPT = "magento.exemption";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String realmId;

    public Exemptions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.realmId = realm.getId();
    }

    /** The account's exemption, in force or over. */
    public Optional<Exemption> of(UserModel user) {
        if (!(user instanceof CachedUserModel cached) || cached.isMarkedForEviction()) {
            return stored(user);
        }
        if (cached.getCachedWith().get(KEPT) instanceof Kept kept) {
            return Optional.ofNullable(kept.exemption());
        }
        Optional<Exemption> exemption = stored(user);
        cached.getCachedWith().put(KEPT, new Kept(exemption.orElse(null)));
        return exemption;
    }

    /** Grants the account an exemption, in place of any that it had. */
    public void grant(UserModel user, Exemption exemption) {
        ExemptionEntity entity = entity(user.getId()).orElseGet(() -> fresh(user.getId()));
        entity.until = exemption.until().toEpochMilli();
        entity.reason = exemption.reason();
        entity.grantedBy = exemption.grantedBy();
        entity.grantedAt = exemption.grantedAt().toEpochMilli();
        entities().persist(entity);
        entities().flush();
        changed(user, exemption);
    }

    /** Ends the account's exemption now; false where it has none. */
    public boolean end(UserModel user) {
        boolean ended = removeAccount(user.getId()) > 0;
        if (ended) {
            changed(user, null);
        }
        return ended;
    }

    int removeAccount(String userId) {
        return entities()
                .createNamedQuery("magentoExemptionRemoveByUser")
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    void removeRealm() {
        entities()
                .createNamedQuery("magentoExemptionRemoveByRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    private void changed(UserModel user, @Nullable Exemption exemption) {
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm, user);
        }
        session.getKeycloakSessionFactory().publish(new ExemptionChanged(session, realm, user.getId(), exemption));
    }

    private Optional<Exemption> stored(UserModel user) {
        return entity(user.getId())
                .map(entity -> new Exemption(
                        entity.userId,
                        Instant.ofEpochMilli(entity.until),
                        entity.reason,
                        entity.grantedBy,
                        Instant.ofEpochMilli(entity.grantedAt)));
    }

    private Optional<ExemptionEntity> entity(String userId) {
        return entities()
                .createNamedQuery("magentoExemptionByUser", ExemptionEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultStream()
                .findFirst();
    }

    private EntityManager entities() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private ExemptionEntity fresh(String userId) {
        ExemptionEntity entity = new ExemptionEntity();
        entity.id = UUID.randomUUID().toString();
        entity.realmId = realmId;
        entity.userId = userId;
        return entity;
    }

    /** What the database said; nothing is an answer too. */
    private record Kept(@Nullable Exemption exemption) {}
}
