package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Exemptions that were granted to the members of a group, and of the groups below it. Each account has one of its own,
 * which says for which group: whoever may put people into groups exempts nobody by that. Asked of the database in
 * parts, since a group may have as many members as the realm has accounts.
 */
public final class GroupExemptions {
    private static final int GROUPS_AT_ONCE = 500;

    /** People only, of Keycloak's own table and of directories that are not imported. */
    private static final String MEMBERS = "(select m.USER_ID from {h-schema}USER_GROUP_MEMBERSHIP m"
            + " join {h-schema}USER_ENTITY u on u.ID = m.USER_ID and u.SERVICE_ACCOUNT_CLIENT_LINK is null"
            + " where m.GROUP_ID in (:groups) and m.USER_ID %1$s"
            + " union select f.USER_ID from {h-schema}FED_USER_GROUP_MEMBERSHIP f"
            + " where f.GROUP_ID in (:groups) and f.USER_ID %1$s)";

    /** All of them, and which of these. */
    private static final String FROM_THERE_ON = "> :after";

    private static final String AMONG = "in (:userIds)";

    /** Whose exemption, if there is any, is not what the group's says: one that lasts longer is left to the account. */
    private static final String WANTING = " from " + MEMBERS + " x left join {h-schema}MAGENTO_EXEMPTION e"
            + " on e.REALM_ID = :realmId and e.USER_ID = x.USER_ID"
            + " where (e.USER_ID is null or e.UNTIL_AT < :until"
            + " or (e.GROUP_ID = :groupId and (e.UNTIL_AT <> :until or e.REASON <> :reason)))";

    /** Who was exempted as a member and is none now. */
    private static final String STRAYED = " from {h-schema}MAGENTO_EXEMPTION e where e.REALM_ID = :realmId"
            + " and e.GROUP_ID = :groupId and e.UNTIL_AT > :now and e.USER_ID %1$s"
            + " and not exists (select 1 from {h-schema}USER_GROUP_MEMBERSHIP m"
            + " where m.USER_ID = e.USER_ID and m.GROUP_ID in (:groups))"
            + " and not exists (select 1 from {h-schema}FED_USER_GROUP_MEMBERSHIP f"
            + " where f.USER_ID = e.USER_ID and f.GROUP_ID in (:groups))";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;
    private final long now = Time.currentTimeMillis();

    public GroupExemptions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * What was granted for a group.
     *
     * @param groupId the group's id; there may be no such group any more
     * @param until the end, exclusive
     * @param accounts how many accounts have it
     */
    public record Granted(String groupId, Instant until, String reason, long accounts) {
        public boolean isOver(Instant now) {
            return !until.isAfter(now);
        }
    }

    /** By the groups' ids; of a group that was exempted in different ways what most of its accounts have. */
    public Map<String, Granted> all() {
        List<?> rows = entities.createNativeQuery(
                        "select e.GROUP_ID, e.UNTIL_AT, e.REASON, count(*) from {h-schema}MAGENTO_EXEMPTION e"
                                + " where e.REALM_ID = :realmId and e.GROUP_ID is not null"
                                + " group by e.GROUP_ID, e.UNTIL_AT, e.REASON order by e.GROUP_ID, 4 desc, 2 desc",
                        Object[].class)
                .setParameter("realmId", realm.getId())
                .getResultList();
        Map<String, Granted> granted = new LinkedHashMap<>();
        for (Object row : rows) {
            Object[] cells = (Object[]) row;
            String groupId = String.valueOf(cells[0]);
            granted.putIfAbsent(
                    groupId,
                    new Granted(
                            groupId,
                            Instant.ofEpochMilli(((Number) cells[1]).longValue()),
                            String.valueOf(cells[2]),
                            ((Number) cells[3]).longValue()));
        }
        return granted;
    }

    /** How many people are in the group or in one below it. */
    public long members(Set<String> groups) {
        return count(
                entities.createNativeQuery("select count(*) from " + MEMBERS.formatted(FROM_THERE_ON) + " x"), groups);
    }

    /** How many members have to be granted this exemption. */
    public long wanting(Set<String> groups, Granted exemption) {
        return count(wanting("select count(*)" + WANTING.formatted(FROM_THERE_ON), exemption), groups);
    }

    /** How many are exempt as members and are none. */
    public long strayed(String groupId, Set<String> groups) {
        return count(strayed("select count(*)" + STRAYED.formatted(FROM_THERE_ON), groupId), groups);
    }

    /** The next of them, in the order of their ids. */
    public List<String> wanting(Set<String> groups, Granted exemption, String after, int max) {
        String statement = "select x.USER_ID" + WANTING.formatted(FROM_THERE_ON) + " order by x.USER_ID";
        return ids(wanting(statement, exemption), groups, after, max);
    }

    /** Those of these accounts, found by their keys. */
    public List<String> wantingAmong(Set<String> groups, Granted exemption, Collection<String> userIds) {
        return ids(wanting("select x.USER_ID" + WANTING.formatted(AMONG), exemption), groups, userIds);
    }

    /** The next of them, in the order of their ids. */
    public List<String> strayed(String groupId, Set<String> groups, String after, int max) {
        String statement = "select e.USER_ID" + STRAYED.formatted(FROM_THERE_ON) + " order by e.USER_ID";
        return ids(strayed(statement, groupId), groups, after, max);
    }

    /** Those of these accounts, found by their keys. */
    public List<String> strayedAmong(String groupId, Set<String> groups, Collection<String> userIds) {
        return ids(strayed("select e.USER_ID" + STRAYED.formatted(AMONG), groupId), groups, userIds);
    }

    /** Grants these accounts the exemption as members of the group. */
    public void grant(Collection<String> userIds, Granted exemption, String grantedBy) {
        Instant at = Instant.ofEpochMilli(now);
        new Exemptions(session, realm)
                .grantAll(
                        userIds.stream()
                                .map(id -> new Exemption(id, exemption.until(), exemption.reason(), grantedBy, at))
                                .toList(),
                        exemption.groupId());
    }

    /** The ids of a group and of all groups below it. */
    public Set<String> withDescendants(String groupId) {
        Set<String> found = new LinkedHashSet<>(List.of(groupId));
        List<String> level = List.copyOf(found);
        while (!level.isEmpty()) {
            List<String> below = level;
            level = IntStream.range(0, (below.size() + GROUPS_AT_ONCE - 1) / GROUPS_AT_ONCE)
                    .mapToObj(part ->
                            below.subList(part * GROUPS_AT_ONCE, Math.min((part + 1) * GROUPS_AT_ONCE, below.size())))
                    .flatMap(part -> children(part).stream())
                    .filter(found::add)
                    .toList();
        }
        return found;
    }

    private List<String> children(List<String> parents) {
        List<?> rows = entities.createNativeQuery(
                        "select g.ID from {h-schema}KEYCLOAK_GROUP g where g.REALM_ID = :realmId"
                                + " and g.PARENT_GROUP in (:parents)",
                        String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("parents", parents)
                .getResultList();
        return rows.stream().map(String::valueOf).toList();
    }

    private Query wanting(String statement, Granted exemption) {
        return entities.createNativeQuery(statement)
                .setParameter("realmId", realm.getId())
                .setParameter("groupId", exemption.groupId())
                .setParameter("until", exemption.until().toEpochMilli())
                .setParameter("reason", exemption.reason());
    }

    private Query strayed(String statement, String groupId) {
        return entities.createNativeQuery(statement)
                .setParameter("realmId", realm.getId())
                .setParameter("groupId", groupId)
                .setParameter("now", now);
    }

    private static long count(Query query, Set<String> groups) {
        Object count =
                query.setParameter("groups", groups).setParameter("after", "").getSingleResult();
        return ((Number) count).longValue();
    }

    private static List<String> ids(Query query, Set<String> groups, Collection<String> userIds) {
        return ids(query.setParameter("groups", groups).setParameter("userIds", userIds));
    }

    private static List<String> ids(Query query, Set<String> groups, String after, int max) {
        return ids(query.setParameter("groups", groups)
                .setParameter("after", after)
                .setMaxResults(max));
    }

    private static List<String> ids(Query query) {
        List<?> rows = query.getResultList();
        return rows.stream().map(String::valueOf).toList();
    }
}
