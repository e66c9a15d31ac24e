package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.CohortDate;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.cache.CachedRealmModel;

/**
 * Which groups of a realm have an approved deadline. They are kept with the realm in Keycloak's cache, on each node
 * until the realm leaves it, as every change of an approval makes it do. Not in an attribute of the group, which
 * whoever may edit the group could write.
 */
public final class CohortApprovals {
    private static final String KEPT = "magento.cohorts";
    private static final String CHANGED = "magento.cohorts.changed.";
    private static final String WRITTEN =
            "select g.ID, a.VALUE from {h-schema}KEYCLOAK_GROUP g join {h-schema}GROUP_ATTRIBUTE a on a.GROUP_ID = g.ID"
                    + " where g.REALM_ID = :realmId and a.NAME = :name";
    private static final Logger LOG = Logger.getLogger(CohortApprovals.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    public CohortApprovals(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** All approvals of the realm by the id of their group. */
    public Map<String, CohortApproval> all() {
        return kept().approvals();
    }

    public Optional<CohortApproval> of(String groupId) {
        return Optional.ofNullable(all().get(groupId));
    }

    /**
     * Says in the log that a group's date does not count: once for a date, for as long as the realm is in the cache.
     */
    public void warnUnapproved(String groupId, Instant date) {
        if (kept().warned().add(groupId + " " + date)) {
            LOG.warnf(
                    "Realm %s: the deadline of group %s (%s) is later than the realm's and nobody approved it, so the"
                            + " realm's holds for its members",
                    realm.getName(), groupId, date);
        }
    }

    /** Approves a group's date, in place of any that was approved for it. */
    public void approve(CohortApproval approval) {
        store(approval);
        changed(approval.groupId(), approval, null);
    }

    /** Ends the approval of a group's date; false where there is none. */
    public boolean withdraw(String groupId) {
        return remove(groupId, null);
    }

    /** Ends what was approved for a group that is being deleted. */
    void removeGroup(String groupId) {
        remove(groupId, CohortApprovalChanged.GROUP_DELETED);
    }

    void removeRealm() {
        entities()
                .createNamedQuery("magentoCohortRemoveByRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    /** Approves the dates that came with a new realm: whoever may create realms may do everything in them. */
    void approveAllOfNewRealm() {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        Map<String, CohortApproval> there = stored();
        writtenDates().forEach((groupId, deadline) -> {
            if (!there.containsKey(groupId)) {
                CohortApproval approval =
                        new CohortApproval(groupId, deadline, "Came with the realm when it was created", null, now);
                store(approval);
                changed(groupId, approval, CohortApprovalChanged.REALM_CREATED);
            }
        });
    }

    /**
     * Puts on record which dates of an earlier version were taken over at this first start; nothing at any later one.
     */
    static void recordKept(KeycloakSession session) {
        List<CohortApprovalEntity> kept = entities(session)
                .createNamedQuery("magentoCohortsKept", CohortApprovalEntity.class)
                .getResultList();
        for (CohortApprovalEntity entity : kept) {
            RealmModel realm = session.realms().getRealm(entity.realmId);
            long now = Time.currentTimeMillis();
            int mine = entities(session)
                    .createNamedQuery("magentoCohortKeep")
                    .setParameter("realmId", entity.realmId)
                    .setParameter("groupId", entity.groupId)
                    .setParameter("now", now)
                    .executeUpdate();
            if (realm == null || mine == 0) {
                continue;
            }
            session.getContext().setRealm(realm);
            LOG.warnf(
                    "Realm %s: the deadline of group %s (%s) is kept as approved, since it was there before approvals"
                            + " were asked for. Withdraw it if it should not be",
                    realm.getName(), entity.groupId, entity.deadline);
            entity.approvedAt = now;
            approval(entity)
                    .ifPresent(approval -> new CohortApprovals(session, realm)
                            .changed(entity.groupId, approval, CohortApprovalChanged.KEPT));
        }
    }

    private boolean remove(String groupId, @Nullable String cause) {
        CohortApprovalEntity entity =
                entities().find(CohortApprovalEntity.class, new CohortApprovalEntity.Key(realm.getId(), groupId));
        if (entity == null) {
            return false;
        }
        entities().remove(entity);
        entities().flush();
        changed(groupId, null, cause);
        return true;
    }

    private void store(CohortApproval approval) {
        CohortApprovalEntity entity = new CohortApprovalEntity();
        entity.realmId = realm.getId();
        entity.groupId = approval.groupId();
        entity.deadline = approval.deadline().toString();
        entity.reason = approval.reason();
        entity.approvedBy = approval.approvedBy();
        entity.approvedAt = approval.approvedAt().toEpochMilli();
        entities().merge(entity);
        entities().flush();
    }

    private void changed(String groupId, @Nullable CohortApproval approval, @Nullable String cause) {
        session.setAttribute(CHANGED + realm.getId(), true);
        CacheRealmProvider cache = session.getProvider(CacheRealmProvider.class);
        if (cache != null) {
            cache.registerRealmInvalidation(realm.getId(), realm.getName());
        }
        session.getKeycloakSessionFactory()
                .publish(new CohortApprovalChanged(session, realm, groupId, approval, cause));
    }

    @SuppressWarnings("unchecked") // Keycloak's own map is raw.
    private Kept kept() {
        if (!(realm instanceof CachedRealmModel cached) || session.getAttribute(CHANGED + realm.getId()) != null) {
            return new Kept(stored());
        }
        if (cached.getCachedWith().get(KEPT) instanceof Kept kept) {
            return kept;
        }
        Kept kept = new Kept(stored());
        cached.getCachedWith().put(KEPT, kept);
        return kept;
    }

    private Map<String, CohortApproval> stored() {
        Map<String, CohortApproval> approvals = new HashMap<>();
        entities()
                .createNamedQuery("magentoCohorts", CohortApprovalEntity.class)
                .setParameter("realmId", realm.getId())
                .getResultList()
                .forEach(entity -> approval(entity).ifPresent(approval -> approvals.put(entity.groupId, approval)));
        return Map.copyOf(approvals);
    }

    /** A date that cannot be read approves nothing. */
    private static Optional<CohortApproval> approval(CohortApprovalEntity entity) {
        return CohortDate.read(entity.deadline)
                .map(deadline -> new CohortApproval(
                        entity.groupId,
                        deadline,
                        entity.reason,
                        entity.approvedBy,
                        Instant.ofEpochMilli(entity.approvedAt)));
    }

    private Map<String, Instant> writtenDates() {
        List<?> rows = entities()
                .createNativeQuery(WRITTEN, Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("name", CohortDate.ATTRIBUTE)
                .getResultList();
        Map<String, Instant> dates = new HashMap<>();
        for (Object row : rows) {
            Object[] cells = (Object[]) row;
            CohortDate.read(String.valueOf(cells[1]))
                    .ifPresent(date -> dates.merge(
                            String.valueOf(cells[0]), date, (one, other) -> one.isBefore(other) ? one : other));
        }
        return dates;
    }

    private EntityManager entities() {
        return entities(session);
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** What the database said, and of which dates the log was told since. */
    private record Kept(Map<String, CohortApproval> approvals, Set<String> warned) {
        Kept(Map<String, CohortApproval> approvals) {
            this(approvals, ConcurrentHashMap.newKeySet());
        }
    }
}
