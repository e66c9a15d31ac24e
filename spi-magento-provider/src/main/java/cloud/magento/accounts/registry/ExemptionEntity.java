package cloud.magento.accounts.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code MAGENTO_EXEMPTION}: at most one for an account. */
@Entity
@Table(name = "MAGENTO_EXEMPTION")
@NamedQuery(
        name = "magentoExemptionByUser",
        query = "select e from ExemptionEntity e where e.realmId = :realmId and e.userId = :userId")
@NamedQuery(
        name = "magentoExemptionsOfUsers",
        query = "select e from ExemptionEntity e where e.realmId = :realmId and e.userId in :userIds")
@NamedQuery(
        name = "magentoExemptionRemoveByUser",
        query = "delete from ExemptionEntity e where e.realmId = :realmId and e.userId = :userId")
@NamedQuery(
        name = "magentoExemptionsAfter",
        query = "select e from ExemptionEntity e where e.realmId = :realmId and e.userId > :after order by e.userId")
@NamedQuery(
        name = "magentoExemptionOrphans",
        query = "select e.userId from ExemptionEntity e where e.realmId = :realmId and e.userId > :after"
                + " and e.userId not like 'f:%' and not exists (select 1 from UserEntity u where u.id = e.userId)"
                + " order by e.userId")
@NamedQuery(
        name = "magentoExemptionsByEnd",
        query = "select e from ExemptionEntity e where e.realmId = :realmId and e.until > :now"
                + " and (e.until > :until or e.until = :until and e.userId > :userId) order by e.until, e.userId")
@NamedQuery(
        name = "magentoExemptionsEnding",
        query = "select count(e) from ExemptionEntity e where e.realmId = :realmId"
                + " and e.until > :from and e.until <= :to")
@NamedQuery(name = "magentoExemptAccounts", query = "select e.userId from ExemptionEntity e where e.realmId = :realmId")
@NamedQuery(name = "magentoExemptionRemoveByRealm", query = "delete from ExemptionEntity e where e.realmId = :realmId")
class ExemptionEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "USER_ID", nullable = false)
    String userId = "";

    /** Milliseconds since the epoch, exclusive. */
    @Column(name = "UNTIL_AT", nullable = false)
    long until;

    @Column(name = "REASON", length = 500, nullable = false)
    String reason = "";

    /** The id of the administrator, who may be of another realm. */
    @Column(name = "GRANTED_BY", nullable = false)
    String grantedBy = "";

    /** Milliseconds since the epoch. */
    @Column(name = "GRANTED_AT", nullable = false)
    long grantedAt;

    /** The group as whose member the account was exempted, or null where it was exempted by itself. */
    @Column(name = "GROUP_ID", length = 36)
    @Nullable
    String groupId;
}
