package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The groups of a realm that state a deadline or have one approved, whether it holds or not. */
public final class CohortList {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;
    private final Instant realmDeadline;
    private final Map<String, CohortApproval> approvals;

    CohortList(KeycloakSession session, RealmModel realm, EntityManager entities, Instant realmDeadline) {
        this.session = session;
        this.realm = realm;
        this.entities = entities;
        this.realmDeadline = realmDeadline;
        this.approvals = new CohortApprovals(session, realm).all();
    }

    /** Whether a group's deadline holds. */
    public enum State {
        /** It holds: it is not later than the realm's, or it is approved. */
        HOLDS,
        /** It is later than the realm's, and nobody approved it: the realm's holds. */
        UNAPPROVED,
        /** The attribute is not a valid date: the realm's deadline applies. */
        UNREADABLE,
        /** The group states no deadline, now. */
        NONE
    }

    /**
     * A group.
     *
     * @param id the group's id
     * @param name the group's path
     * @param state whether its deadline holds
     * @param deadline what it states, or null where that is no date
     * @param realmDeadline what holds where its deadline does not
     * @param approval what was approved for it, or null
     */
    public record Entry(
            String id,
            String name,
            State state,
            @Nullable Instant deadline,
            Instant realmDeadline,
            @Nullable CohortApproval approval) {}

    /**
     * By the groups' ids.
     *
     * @param after the id of the last group of the page before, or null for the first
     * @param max how many at most
     */
    public List<Entry> page(@Nullable String after, int max) {
        SortedSet<String> ids = new TreeSet<>(Cohorts.named(realm, entities));
        ids.addAll(approvals.keySet());
        return ids.stream()
                .filter(id -> after == null || id.compareTo(after) > 0)
                .flatMap(id -> group(id).stream())
                .limit(max)
                .map(group -> entry(group, approvals.get(group.getId())))
                .toList();
    }

    /** One group, also if it states no deadline; empty where the realm has no such group. */
    public Optional<Entry> one(String id) {
        return group(id).map(group -> entry(group, approvals.get(id)));
    }

    /** The same group as it is with another approval, or with none. */
    public Entry with(Entry entry, @Nullable CohortApproval approval) {
        return new Entry(
                entry.id(),
                entry.name(),
                entry.deadline() == null ? entry.state() : state(entry.deadline(), approval),
                entry.deadline(),
                entry.realmDeadline(),
                approval);
    }

    /** How many accounts are in the group or in one below it. */
    public long members(String id) {
        return new Sql()
                .add("select count(distinct m.USER_ID), 0 from {h-schema}USER_GROUP_MEMBERSHIP m where m.GROUP_ID in ")
                .bindAll(Cohorts.withDescendants(id, realm.getId(), entities))
                .only(entities)
                .number(0);
    }

    private Optional<GroupModel> group(String id) {
        return Optional.ofNullable(session.groups().getGroupById(realm, id))
                .filter(group -> group.getType() == GroupModel.Type.REALM);
    }

    private Entry entry(GroupModel group, @Nullable CohortApproval approval) {
        List<String> values = group.getAttributeStream(CohortDate.ATTRIBUTE)
                .filter(value -> !value.isBlank())
                .toList();
        Instant deadline = CohortDate.earliest(values.stream()).orElse(null);
        State none = values.isEmpty() ? State.NONE : State.UNREADABLE;
        return new Entry(
                group.getId(),
                Cohorts.path(group),
                deadline == null ? none : state(deadline, approval),
                deadline,
                realmDeadline,
                approval);
    }

    private State state(Instant deadline, @Nullable CohortApproval approval) {
        return new CohortDate(deadline, approval == null ? null : approval.deadline()).holds(realmDeadline)
                ? State.HOLDS
                : State.UNAPPROVED;
    }
}
