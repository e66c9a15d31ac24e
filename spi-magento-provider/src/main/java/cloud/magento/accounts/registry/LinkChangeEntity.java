package cloud.magento.accounts.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/** A row of {@code MAGENTO_LINK_CHANGE}: one for each account whose link ever changed, also while it has none. */
@Entity
@Table(name = "MAGENTO_LINK_CHANGE")
@NamedQuery(
        name = "magentoLinkChangeByUser",
        query = "select c.changeId, c.changedAt from LinkChangeEntity c where c.realmId = :realmId and c.userId ="
                + " :userId")
@NamedQuery(
        name = "magentoLinkChangeUpdate",
        query = "update LinkChangeEntity c set c.changeId = :changeId, c.changedAt = :changedAt where c.id = :id")
@NamedQuery(
        name = "magentoLinkChangeRow",
        query = "select c.id from LinkChangeEntity c where c.realmId = :realmId and c.userId = :userId")
@NamedQuery(
        name = "magentoLinkChangeUsers",
        query = "select c.userId from LinkChangeEntity c where c.realmId = :realmId and c.userId in :userIds")
@NamedQuery(
        name = "magentoLinkChangeUpdateUsers",
        query = "update LinkChangeEntity c set c.changeId = :changeId, c.changedAt = :changedAt"
                + " where c.realmId = :realmId and c.userId in :userIds")
@NamedQuery(
        name = "magentoLinkChangeRemoveByUser",
        query = "delete from LinkChangeEntity c where c.realmId = :realmId and c.userId = :userId")
@NamedQuery(
        name = "magentoLinkChangeRemoveByRealm",
        query = "delete from LinkChangeEntity c where c.realmId = :realmId")
class LinkChangeEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "USER_ID", nullable = false)
    String userId = "";

    @Column(name = "CHANGE_ID", length = 36, nullable = false)
    String changeId = "";

    /** Milliseconds since the epoch. */
    @Column(name = "CHANGED_AT", nullable = false)
    long changedAt;
}
