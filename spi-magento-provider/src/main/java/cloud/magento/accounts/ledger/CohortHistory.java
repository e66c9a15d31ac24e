package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovalChanged;
import cloud.magento.accounts.registry.CohortApprovals;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Writes an entry whenever somebody comes into a cohort or leaves one, a group is moved into or out of one, or is
 * deleted, and whenever a later date is approved or its approval ends. What dates there are is in {@link
 * PolicyHistory}.
 *
 * <p>A cohort is a group that has a date or an approval: of one that loses its date for a while the members are on
 * record meanwhile, and so is whoever is in it when it has its date again.
 */
final class CohortHistory implements ProviderEventListener {
    private static final String GROUP = "group";
    private static final String COHORTS = "cohorts";

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof CohortApprovalChanged changed) {
            approval(changed);
        } else if (event instanceof GroupModel.GroupMemberJoinEvent joined) {
            membership(
                    joined.getKeycloakSession(),
                    EntryType.COHORT_JOINED,
                    joined.getGroup(),
                    joined.getUser().getId());
        } else if (event instanceof GroupModel.GroupMemberLeaveEvent left) {
            membership(
                    left.getKeycloakSession(),
                    EntryType.COHORT_LEFT,
                    left.getGroup(),
                    left.getUser().getId());
        } else if (event instanceof GroupModel.GroupPathChangeEvent moved) {
            moved(moved);
        } else if (event instanceof GroupModel.GroupRemovedEvent gone) {
            Map<String, Object> cohorts = new Cohorts(gone.getKeycloakSession(), gone.getRealm()).of(gone.getGroup());
            if (!cohorts.isEmpty()) {
                append(
                        gone.getKeycloakSession(),
                        gone.getRealm(),
                        draft(EntryType.COHORT_CHANGED, gone.getKeycloakSession())
                                .reason(CohortApprovalChanged.GROUP_DELETED)
                                .detail(GROUP, gone.getGroup().getId())
                                .detail(COHORTS, cohorts));
            }
        }
    }

    /**
     * Also for what Keycloak tells nobody of but the administration: who of a directory that is not imported joins or
     * leaves.
     */
    static void membership(KeycloakSession session, EntryType type, GroupModel group, String userId) {
        RealmModel realm = session.getContext().getRealm();
        Map<String, Object> cohorts = new Cohorts(session, realm).of(group);
        if (!cohorts.isEmpty()) {
            append(
                    session,
                    realm,
                    draft(type, session)
                            .account(userId)
                            .detail(GROUP, group.getId())
                            .detail(COHORTS, cohorts));
        }
    }

    /** Keycloak calls it a change of the path when a group is renamed, too, which changes nobody's deadline. */
    private static void moved(GroupModel.GroupPathChangeEvent moved) {
        KeycloakSession session = moved.getKeycloakSession();
        RealmModel realm = moved.getRealm();
        GroupModel now = moved.getGroup().getParent();
        Optional<GroupModel> before = parent(session, realm, moved.getPreviousPath());
        Cohorts cohorts = new Cohorts(session, realm);
        Map<String, Object> into = now == null ? Map.of() : cohorts.of(now);
        Map<String, Object> outOf = before.map(cohorts::of).orElse(Map.of());
        if (!Objects.equals(id(now), id(before.orElse(null))) && !into.equals(outOf)) {
            append(
                    session,
                    realm,
                    draft(EntryType.COHORT_CHANGED, session)
                            .reason("group-moved")
                            .detail(GROUP, moved.getGroup().getId())
                            .detail("before", outOf)
                            .detail(COHORTS, into));
        }
    }

    private static Optional<GroupModel> parent(KeycloakSession session, RealmModel realm, String path) {
        int end = path.lastIndexOf('/');
        return end <= 0
                ? Optional.empty()
                : Optional.ofNullable(KeycloakModelUtils.findGroupByPath(session, realm, path.substring(0, end)));
    }

    private static @Nullable String id(@Nullable GroupModel group) {
        return group == null ? null : group.getId();
    }

    private static void approval(CohortApprovalChanged changed) {
        CohortApproval approval = changed.approval();
        EntryDraft draft = draft(
                        approval == null ? EntryType.COHORT_WITHDRAWN : EntryType.COHORT_APPROVED, changed.session())
                .reason(changed.cause())
                .detail(GROUP, changed.groupId());
        if (approval != null) {
            draft.detail("deadline", approval.deadline().toString()).detail("why", approval.reason());
        }
        append(changed.session(), changed.realm(), draft);
    }

    private static EntryDraft draft(EntryType type, KeycloakSession session) {
        return EntryDraft.of(type, Actor.in(session));
    }

    private static void append(KeycloakSession session, RealmModel realm, EntryDraft draft) {
        new Ledger(session, realm).append(draft);
    }

    /** A realm's cohorts. */
    private static final class Cohorts {
        private final Map<String, CohortApproval> approvals;

        Cohorts(KeycloakSession session, RealmModel realm) {
            approvals = new CohortApprovals(session, realm).all();
        }

        /**
         * The cohorts that a member of this group belongs to, by their ids: the dates that they state, as they are
         * written.
         */
        Map<String, Object> of(GroupModel group) {
            Map<String, Object> cohorts = new TreeMap<>();
            Stream.iterate(group, next -> next != null, GroupModel::getParent).forEach(next -> {
                String dates = next.getAttributeStream(CohortDate.ATTRIBUTE).collect(Collectors.joining(" "));
                if (!dates.isBlank() || approvals.containsKey(next.getId())) {
                    cohorts.put(next.getId(), dates);
                }
            });
            return cohorts;
        }
    }
}
