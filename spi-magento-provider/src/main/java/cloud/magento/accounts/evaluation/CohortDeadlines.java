package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.log.LogOnce;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The deadlines that a realm's groups set for their members, as far as they hold. Members of subgroups belong to a
 * cohort too. A date that cannot be read, or gives more time than the realm without having been approved, is as if it
 * were not there: then what holds is the earliest of the account's other cohorts, or else the realm's.
 */
public final class CohortDeadlines {
    private static final Logger LOG = Logger.getLogger(CohortDeadlines.class);

    private final CohortApprovals approvals;
    private final Instant realmDeadline;

    public CohortDeadlines(KeycloakSession session, RealmModel realm, Instant realmDeadline) {
        this.approvals = new CohortApprovals(session, realm);
        this.realmDeadline = realmDeadline;
    }

    /** The earliest deadline of the account's cohorts, or empty where none has one that holds. */
    Optional<Instant> of(UserModel user) {
        return user.getGroupsStream()
                .flatMap(CohortDeadlines::withParents)
                .flatMap(group -> holding(group).stream())
                .min(Comparator.naturalOrder());
    }

    /**
     * The date that the group itself names, and whether it was approved; empty where it names none that can be read.
     */
    public Optional<CohortDate> stated(GroupModel group) {
        return CohortDate.earliest(group.getAttributeStream(CohortDate.ATTRIBUTE))
                .map(date -> new CohortDate(
                        date,
                        date.isAfter(realmDeadline)
                                ? approvals
                                        .of(group.getId())
                                        .map(CohortApproval::deadline)
                                        .orElse(null)
                                : null));
    }

    public boolean holds(CohortDate date) {
        return date.holds(realmDeadline);
    }

    private Optional<Instant> holding(GroupModel group) {
        Optional<CohortDate> stated = stated(group);
        if (stated.isEmpty() && group.getAttributeStream(CohortDate.ATTRIBUTE).anyMatch(text -> !text.isBlank())) {
            LogOnce.errorf(
                    LOG,
                    "Group %s: attribute %s is not a valid date; the realm's deadline applies",
                    group.getId(),
                    CohortDate.ATTRIBUTE);
        }
        stated.filter(date -> !holds(date)).ifPresent(late -> approvals.warnUnapproved(group.getId(), late.date()));
        return stated.filter(this::holds).map(CohortDate::date);
    }

    static Stream<GroupModel> withParents(GroupModel group) {
        return Stream.iterate(group, next -> next != null, GroupModel::getParent);
    }
}
