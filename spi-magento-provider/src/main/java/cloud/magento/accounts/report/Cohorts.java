package cloud.magento.accounts.report;

import cloud.magento.accounts.evaluation.CohortDeadlines;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.report.Coverage.UnapprovedCohort;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The realm's groups that have a deadline of their own. As at the gate, members of subgroups belong to a cohort too,
 * the earliest deadline of an account's cohorts holds, and a group whose date cannot be read, or is later than the
 * realm's and not approved, is no cohort.
 */
final class Cohorts {
    private static final int AT_ONCE = 500;

    private final List<Cohort> all;
    private final List<UnapprovedCohort> unapproved;

    private Cohorts(List<Cohort> all, List<UnapprovedCohort> unapproved) {
        this.all = all;
        this.unapproved = unapproved;
    }

    /**
     * One of them.
     *
     * @param id the group's id
     * @param name the group's path, {@code /staff/sales}
     * @param deadline from when its unlinked members are stopped
     * @param groups the ids of the group and of all groups below it
     */
    record Cohort(String id, String name, Instant deadline, Set<String> groups) {}

    static Cohorts of(KeycloakSession session, RealmModel realm, EntityManager entities, Instant realmDeadline) {
        CohortDeadlines deadlines = new CohortDeadlines(session, realm, realmDeadline);
        List<Cohort> cohorts = new ArrayList<>();
        List<UnapprovedCohort> unapproved = new ArrayList<>();
        for (String id : named(realm, entities)) {
            GroupModel group = session.groups().getGroupById(realm, id);
            CohortDate date = group == null ? null : deadlines.stated(group).orElse(null);
            if (group == null || date == null) {
                continue;
            }
            if (deadlines.holds(date)) {
                cohorts.add(new Cohort(id, path(group), date.date(), withDescendants(id, realm.getId(), entities)));
            } else {
                unapproved.add(new UnapprovedCohort(id, path(group), date.date()));
            }
        }
        cohorts.sort(Comparator.comparing(Cohort::deadline)
                .thenComparing(Cohort::name)
                .thenComparing(Cohort::id));
        unapproved.sort(Comparator.comparing(UnapprovedCohort::name).thenComparing(UnapprovedCohort::id));
        return new Cohorts(List.copyOf(cohorts), List.copyOf(unapproved));
    }

    /** The ids of the groups that have the attribute, whatever it says. */
    static List<String> named(RealmModel realm, EntityManager entities) {
        return new Sql()
                        .add("select distinct g.ID, g.PARENT_GROUP from {h-schema}KEYCLOAK_GROUP g")
                        .add(" join {h-schema}GROUP_ATTRIBUTE a on a.GROUP_ID = g.ID where g.REALM_ID = ")
                        .bind(realm.getId())
                        .add(" and a.NAME = ")
                        .bind(CohortDate.ATTRIBUTE)
                        .list(entities)
                        .stream()
                        .map(cells -> cells.text(0))
                        .toList();
    }

    /** The groups whose later date nobody approved, by name: for their members it is as if it were not there. */
    List<UnapprovedCohort> unapproved() {
        return unapproved;
    }

    /** All of them, the earliest deadline first. */
    List<Cohort> all() {
        return all;
    }

    Optional<Cohort> withId(String id) {
        return all.stream().filter(cohort -> cohort.id().equals(id)).findFirst();
    }

    /** The ids of all groups whose members have a deadline of their own. */
    Set<String> groups() {
        return all.stream().flatMap(cohort -> cohort.groups().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The groups by the deadline that holds for a member of that group and no other. */
    SortedMap<Instant, Set<String>> groupsByDeadline() {
        Map<String, Instant> deadlines = new HashMap<>();
        all.forEach(cohort -> cohort.groups().forEach(group -> deadlines.putIfAbsent(group, cohort.deadline())));
        SortedMap<Instant, Set<String>> groups = new TreeMap<>();
        deadlines.forEach((group, deadline) ->
                groups.computeIfAbsent(deadline, key -> new LinkedHashSet<>()).add(group));
        return groups;
    }

    static String path(GroupModel group) {
        return Stream.iterate(group, next -> next != null, GroupModel::getParent)
                .map(next -> "/" + next.getName())
                .reduce("", (below, above) -> above + below);
    }

    static Set<String> withDescendants(String group, String realmId, EntityManager entities) {
        Set<String> found = new LinkedHashSet<>(List.of(group));
        Collection<String> level = found;
        while (!level.isEmpty()) {
            List<String> below = children(List.copyOf(level), realmId, entities);
            level = below.stream().filter(found::add).toList();
        }
        return found;
    }

    private static List<String> children(List<String> parents, String realmId, EntityManager entities) {
        List<String> children = new ArrayList<>();
        for (int from = 0; from < parents.size(); from += AT_ONCE) {
            new Sql()
                    .add("select g.ID, g.PARENT_GROUP from {h-schema}KEYCLOAK_GROUP g where g.REALM_ID = ")
                    .bind(realmId)
                    .add(" and g.PARENT_GROUP in ")
                    .bindAll(parents.subList(from, Math.min(from + AT_ONCE, parents.size())))
                    .list(entities)
                    .forEach(cells -> children.add(cells.text(0)));
        }
        return children;
    }
}
