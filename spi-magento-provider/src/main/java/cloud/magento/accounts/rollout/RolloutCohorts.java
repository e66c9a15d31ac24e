package cloud.magento.accounts.rollout;

import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.report.CohortList;
import cloud.magento.accounts.rollout.RolloutChange.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.ModelToRepresentation;

/** Groups with a deadline of their own: the attribute of the group, and the approval of a later one. */
final class RolloutCohorts {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final String actor;
    private final RolloutGroups groups;
    private final Map<String, CohortList.Entry> now = new LinkedHashMap<>();

    RolloutCohorts(KeycloakSession session, RealmModel realm, CohortList cohorts, String actor) {
        this.session = session;
        this.realm = realm;
        this.actor = actor;
        this.groups = new RolloutGroups(session, realm);
        cohorts.page(null, Integer.MAX_VALUE).forEach(cohort -> now.put(cohort.id(), cohort));
    }

    /** One group's deadline as it is to be; nothing of it where it is to end. */
    record Planned(
            RolloutChange change,
            GroupModel group,
            @Nullable String text,
            @Nullable CohortApproval approval) {}

    /** Those that hold; what is not approved or cannot be read gives nobody anything. */
    List<Map<String, Object>> now() {
        return now.values().stream()
                .filter(cohort -> cohort.state() == CohortList.State.HOLDS)
                .map(cohort -> {
                    Map<String, Object> member = new LinkedHashMap<>();
                    member.put("group", groups.nameOf(cohort.id()));
                    member.putAll(told(cohort));
                    return member;
                })
                .sorted((one, other) -> String.valueOf(one.get("group")).compareTo(String.valueOf(other.get("group"))))
                .toList();
    }

    List<Planned> plan(RolloutDocument document, Instant realmDeadline) {
        List<Planned> planned = new ArrayList<>();
        Map<String, CohortList.Entry> rest = new LinkedHashMap<>(now);
        for (RolloutDocument.Cohort wanted : document.cohorts()) {
            GroupModel group = groups.named(wanted.group(), wanted.path());
            planned.add(plan(wanted, group, rest.remove(group.getId()), realmDeadline));
        }
        rest.forEach((id, cohort) -> {
            Outcome outcome = document.prune() ? Outcome.REMOVED : Outcome.LEFT;
            RolloutChange change =
                    RolloutChange.of(RolloutChange.COHORT, groups.nameOf(id), outcome, told(cohort), null);
            planned.add(new Planned(change, session.groups().getGroupById(realm, id), null, null));
        });
        return planned;
    }

    private Planned plan(
            RolloutDocument.Cohort wanted, GroupModel group, CohortList.@Nullable Entry cohort, Instant realmDeadline) {
        @Nullable Instant stated = cohort == null ? null : cohort.deadline();
        @Nullable CohortApproval approved = cohort == null ? null : cohort.approval();
        boolean sameDate = wanted.deadline().equals(stated);
        boolean covered = approved != null && sameDate && !wanted.deadline().isAfter(approved.deadline());
        boolean sameReason = wanted.reason() == null
                ? covered || !wanted.deadline().isAfter(realmDeadline)
                : covered && Objects.requireNonNull(approved).reason().equals(wanted.reason());
        @Nullable CohortApproval approval = sameReason ? null : approval(wanted, group);
        Outcome outcome = stated == null ? Outcome.ADDED : Outcome.CHANGED;
        RolloutChange change = RolloutChange.of(
                RolloutChange.COHORT,
                wanted.group(),
                sameDate && sameReason ? Outcome.UNCHANGED : outcome,
                cohort == null || stated == null ? null : told(cohort),
                told(wanted.deadline(), wanted.reason() != null || !covered ? wanted.reason() : reason(approved)));
        return new Planned(change, group, sameDate ? null : wanted.text(), approval);
    }

    private static @Nullable String reason(@Nullable CohortApproval approval) {
        return approval == null ? null : approval.reason();
    }

    private CohortApproval approval(RolloutDocument.Cohort wanted, GroupModel group) {
        if (wanted.reason() == null) {
            throw new RolloutException(
                    wanted.path() + ".reason",
                    "is missing. This deadline is later than the realm's, and counts once it is approved: say why.");
        }
        try {
            return new CohortApproval(
                    group.getId(),
                    wanted.deadline(),
                    wanted.reason(),
                    actor,
                    Instant.ofEpochMilli(Time.currentTimeMillis()));
        } catch (IllegalArgumentException e) {
            throw new RolloutException(wanted.path() + ".reason", String.valueOf(e.getMessage()));
        }
    }

    void apply(Planned planned, RolloutLog log) {
        GroupModel group = planned.group();
        CohortApprovals approvals = new CohortApprovals(session, realm);
        boolean removed = planned.change().outcome().equals(Outcome.REMOVED.id());
        if (planned.text() != null || removed) {
            if (planned.text() == null) {
                group.removeAttribute(CohortDate.ATTRIBUTE);
            } else {
                group.setSingleAttribute(CohortDate.ATTRIBUTE, planned.text());
            }
            log.group(group.getId(), ModelToRepresentation.toRepresentation(group, true));
        }
        if (planned.approval() != null) {
            approvals.approve(planned.approval());
            log.cohort(group.getId(), planned.change());
        } else if (removed && approvals.withdraw(group.getId())) {
            log.cohort(group.getId(), null);
        }
    }

    private static Map<String, Object> told(CohortList.Entry cohort) {
        @Nullable Instant deadline = cohort.deadline();
        @Nullable CohortApproval approval = cohort.approval();
        boolean counts = deadline != null && approval != null && !deadline.isAfter(approval.deadline());
        return told(deadline, counts ? reason(approval) : null);
    }

    private static Map<String, Object> told(@Nullable Instant deadline, @Nullable String reason) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (deadline != null) {
            told.put("deadline", deadline.toString());
        }
        if (reason != null) {
            told.put("reason", reason);
        }
        return told;
    }
}
