package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.OperatorReason;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code MAGENTO_COHORT}: at most one for a group. */
@Entity
@Table(name = "MAGENTO_COHORT")
@IdClass(CohortApprovalEntity.Key.class)
@NamedQuery(name = "magentoCohorts", query = "select c from CohortApprovalEntity c where c.realmId = :realmId")
@NamedQuery(name = "magentoCohortsKept", query = "select c from CohortApprovalEntity c where c.approvedAt = 0")
@NamedQuery(
        name = "magentoCohortKeep",
        query = "update CohortApprovalEntity c set c.approvedAt = :now"
                + " where c.realmId = :realmId and c.groupId = :groupId and c.approvedAt = 0")
@NamedQuery(
        name = "magentoCohortRemoveByRealm",
        query = "delete from CohortApprovalEntity c where c.realmId = :realmId")
class CohortApprovalEntity {
    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    @Id
    @Column(name = "GROUP_ID", length = 36)
    String groupId = "";

    /** In the form of the group's attribute, of which an earlier version's dates were taken over as they stood. */
    @Column(name = "DEADLINE", length = 64, nullable = false)
    String deadline = "";

    @Column(name = "REASON", length = OperatorReason.MAX_LENGTH, nullable = false)
    String reason = "";

    @Column(name = "APPROVED_BY")
    @Nullable
    String approvedBy;

    /** Milliseconds since the epoch; 0 until one that was taken over is on record. */
    @Column(name = "APPROVED_AT", nullable = false)
    long approvedAt;

    /** The primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        String realmId = "";
        String groupId = "";

        Key() {}

        Key(String realmId, String groupId) {
            this.realmId = realmId;
            this.groupId = groupId;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.realmId.equals(realmId) && key.groupId.equals(groupId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, groupId);
        }
    }
}
