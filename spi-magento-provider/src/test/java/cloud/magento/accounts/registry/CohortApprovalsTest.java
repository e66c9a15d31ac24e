package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.CohortDate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.GroupModel;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class CohortApprovalsTest {
    private static final Instant DATE = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TestKeycloak keycloak;

    CohortApprovalsTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @Test
    void keepsApprovalOfGroup() {
        CohortApproval approval = new CohortApproval("group", DATE, "Agreed", "an-administrator", NOW);

        approvals(approvals -> approvals.approve(approval));

        assertThat(all()).containsExactly(Map.entry("group", approval));
        assertThat(keycloak.published(CohortApprovalChanged.class))
                .singleElement()
                .satisfies(changed -> {
                    assertThat(changed.approval()).isEqualTo(approval);
                    assertThat(changed.cause()).isNull();
                });
    }

    @Test
    void replacesApprovalThatIsThere() {
        approvals(approvals -> approvals.approve(new CohortApproval("group", DATE, "Agreed", null, NOW)));
        CohortApproval later = new CohortApproval("group", DATE.plusSeconds(1), "Agreed again", null, NOW);

        approvals(approvals -> approvals.approve(later));

        assertThat(all()).containsExactly(Map.entry("group", later));
    }

    @Test
    void withdrawsApprovalOnce() {
        approvals(approvals -> approvals.approve(new CohortApproval("group", DATE, "Agreed", null, NOW)));

        assertThat(keycloak.<Boolean>ask(session -> new CohortApprovals(session, session.realm()).withdraw("group")))
                .isTrue();
        assertThat(keycloak.<Boolean>ask(session -> new CohortApprovals(session, session.realm()).withdraw("group")))
                .isFalse();
        assertThat(all()).isEmpty();
    }

    @Test
    void endsApprovalOfGroupThatIsDeleted() {
        approvals(approvals -> approvals.approve(new CohortApproval("group", DATE, "Agreed", null, NOW)));

        approvals(approvals -> approvals.removeGroup("group"));

        assertThat(all()).isEmpty();
        assertThat(keycloak.published(CohortApprovalChanged.class))
                .last()
                .satisfies(changed -> assertThat(changed.cause()).isEqualTo(CohortApprovalChanged.GROUP_DELETED));
    }

    @Test
    void approvesNothingByDateThatCannotBeRead() {
        row("group", "soon", 1);
        row("other", DATE.toString(), 1);

        assertThat(all()).containsOnlyKeys("other");
    }

    @Test
    void approvesDatesThatCameWithNewRealm() {
        String group = group(List.of(DATE.plusSeconds(9).toString(), DATE.toString(), "soon"));
        String there = group(List.of(DATE.toString()));
        String none = group(List.of("soon"));
        approvals(approvals -> approvals.approve(new CohortApproval(there, NOW, "Before", null, NOW)));

        approvals(CohortApprovals::approveAllOfNewRealm);

        assertThat(all()).containsOnlyKeys(group, there).doesNotContainKey(none);
        assertThat(approval(group).deadline()).as("the earliest").isEqualTo(DATE);
        assertThat(approval(there).deadline()).isEqualTo(NOW);
        assertThat(keycloak.published(CohortApprovalChanged.class))
                .last()
                .satisfies(changed -> assertThat(changed.cause()).isEqualTo(CohortApprovalChanged.REALM_CREATED));
    }

    @Test
    void recordsDatesOfEarlierVersionOnce() {
        row("group", DATE.toString(), 0);

        keycloak.run(CohortApprovals::recordKept);
        keycloak.run(CohortApprovals::recordKept);

        assertThat(keycloak.published(CohortApprovalChanged.class))
                .filteredOn(changed -> changed.realm().getId().equals(keycloak.realmId()))
                .singleElement()
                .satisfies(changed -> {
                    assertThat(changed.groupId()).isEqualTo("group");
                    assertThat(changed.cause()).isEqualTo(CohortApprovalChanged.KEPT);
                });
        assertThat(approval("group").approvedAt()).isAfter(NOW);
    }

    @Test
    void removesApprovalsOfRealmThatIsGone() {
        approvals(approvals -> approvals.approve(new CohortApproval("group", DATE, "Agreed", null, NOW)));

        approvals(CohortApprovals::removeRealm);

        assertThat(all()).isEmpty();
    }

    private void approvals(Consumer<CohortApprovals> task) {
        keycloak.run(session -> task.accept(new CohortApprovals(session, session.realm())));
    }

    private Map<String, CohortApproval> all() {
        return keycloak.ask(session -> new CohortApprovals(session, session.realm()).all());
    }

    private CohortApproval approval(String group) {
        return Objects.requireNonNull(all().get(group));
    }

    private String group(List<String> dates) {
        return keycloak.ask(session -> {
            GroupModel group = session.groups().createGroup(session.realm(), "group-" + dates.hashCode());
            group.setAttribute(CohortDate.ATTRIBUTE, dates);
            return group.getId();
        });
    }

    private void row(String groupId, String deadline, long approvedAt) {
        keycloak.run(session -> {
            CohortApprovalEntity entity = new CohortApprovalEntity();
            entity.realmId = keycloak.realmId();
            entity.groupId = groupId;
            entity.deadline = deadline;
            entity.reason = "Agreed";
            entity.approvedAt = approvedAt;
            session.entities().persist(entity);
        });
    }
}
