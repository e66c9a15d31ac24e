package cloud.magento.accounts.outage;

import cloud.magento.accounts.policy.OperatorReason;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code MAGENTO_OUTAGE}: at most one for a realm, the one that was declared last. */
@Entity
@Table(name = "MAGENTO_OUTAGE")
@NamedQuery(name = "magentoOutageRemoveByRealm", query = "delete from OutageEntity o where o.realmId = :realmId")
@NamedQuery(
        name = "magentoOutageForgetPerson",
        query = "update OutageEntity o set o.declaredBy = null where o.declaredBy = :userId")
class OutageEntity {
    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    @Column(name = "ID", length = 36, nullable = false)
    String id = "";

    /** Milliseconds since the epoch, like the end. */
    @Column(name = "SINCE_AT", nullable = false)
    long since;

    @Column(name = "UNTIL_AT", nullable = false)
    long until;

    @Column(name = "REASON", length = OperatorReason.MAX_LENGTH, nullable = false)
    String reason = "";

    @Column(name = "DECLARED_BY")
    @Nullable
    String declaredBy;
}
