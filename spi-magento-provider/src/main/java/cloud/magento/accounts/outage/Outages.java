package cloud.magento.accounts.outage;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.cache.CachedRealmModel;

/**
 * The outage of a realm. It is kept with the realm in Keycloak's cache, which every node is told to empty when an
 * outage is declared or ended; and for {@link #KEPT_FOR} at the most, so that a node that was not told asks anew. Its
 * end needs no telling: each node has a clock.
 */
public final class Outages {
    /** How long a node may go on by what the database said before, if it was told nothing. */
    public static final Duration KEPT_FOR = Duration.ofSeconds(5);

    /** The setting of the provider that says how many hours an outage may last. */
    public static final String MAX_HOURS = "outageMaxHours";

    private static final String KEPT = "magento.outage";
    private static final String CHANGED = "magento.outage.changed.";

    private final KeycloakSession session;
    private final RealmModel realm;

    public Outages(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * The outage that holds at an instant.
     *
     * @param limit how long one may last, by the realm's settings of this moment
     */
    public Optional<Outage> inForce(Instant at, Duration limit) {
        return Optional.ofNullable(kept().outage())
                .map(outage -> outage.within(limit))
                .filter(outage -> outage.isInForce(at));
    }

    /**
     * What {@link #declare} would make.
     *
     * @throws IllegalArgumentException with a sentence for the operator, where it may not be declared
     */
    public Outage rehearse(Outage.Wish wish, Instant now, Duration limit) {
        return Outage.declared(inForce(now, limit).orElse(null), wish, now, limit);
    }

    /** Declares an outage, or gives the one in force another end and reason. */
    public Outage declare(Outage.Wish wish, Instant now, Duration limit) {
        @Nullable Outage before = inForce(now, limit).orElse(null);
        Outage outage = Outage.declared(before, wish, now, limit);
        OutageEntity entity = new OutageEntity();
        entity.realmId = realm.getId();
        entity.id = outage.id();
        entity.since = outage.since().toEpochMilli();
        entity.until = outage.until().toEpochMilli();
        entity.reason = outage.reason();
        entity.declaredBy = outage.declaredBy();
        entities().merge(entity);
        entities().flush();
        changed(outage, before);
        return outage;
    }

    /** Ends the outage that is in force; empty where there is none. */
    public Optional<Outage> end(Instant now, Duration limit) {
        Optional<Outage> ended = inForce(now, limit);
        ended.ifPresent(before -> {
            removeRealm();
            changed(null, before);
        });
        return ended;
    }

    /** Forgets that a person declared outages, wherever they did. */
    public static void forgetPerson(KeycloakSession session, String userId) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery("magentoOutageForgetPerson")
                .setParameter("userId", userId)
                .executeUpdate();
    }

    void removeRealm() {
        entities()
                .createNamedQuery("magentoOutageRemoveByRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private void changed(@Nullable Outage outage, @Nullable Outage before) {
        session.setAttribute(CHANGED + realm.getId(), true);
        CacheRealmProvider cache = session.getProvider(CacheRealmProvider.class);
        if (cache != null) {
            cache.registerRealmInvalidation(realm.getId(), realm.getName());
        }
        session.getKeycloakSessionFactory().publish(new OutageChanged(session, realm, outage, before));
    }

    @SuppressWarnings("unchecked") // Keycloak's own map is raw.
    private Kept kept() {
        boolean isChanged = session.getAttribute(CHANGED + realm.getId()) != null;
        if (isChanged || !(realm instanceof CachedRealmModel cached)) {
            return stored();
        }
        Object kept = cached.getCachedWith().get(KEPT);
        if (kept instanceof Kept known && known.isFresh()) {
            return known;
        }
        Kept read = stored();
        cached.getCachedWith().put(KEPT, read);
        return read;
    }

    /** Columns, not an entity: one that was read earlier in the transaction would stay as it was then. */
    private Kept stored() {
        long at = Time.currentTimeMillis();
        return entities()
                .createQuery(
                        "select o.id, o.since, o.until, o.reason, o.declaredBy from OutageEntity o"
                                + " where o.realmId = :realmId",
                        Object[].class)
                .setParameter("realmId", realm.getId())
                .getResultStream()
                .findFirst()
                .map(row -> new Kept(
                        new Outage(
                                (String) row[0],
                                Instant.ofEpochMilli((Long) row[1]),
                                Instant.ofEpochMilli((Long) row[2]),
                                (String) row[3],
                                (String) row[4]),
                        at))
                .orElseGet(() -> new Kept(null, at));
    }

    private EntityManager entities() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** What the database said, nothing included, and when. */
    private record Kept(@Nullable Outage outage, long at) {
        boolean isFresh() {
            return Math.abs(Time.currentTimeMillis() - at) < KEPT_FOR.toMillis();
        }
    }
}
