package cloud.magento.accounts.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * A row of {@code MAGENTO_EXPECTED_LINK}: a pre-association. Unique by (realm, user) and by (realm, address key), a
 * digest, so that addresses compare letter by letter under any collation.
 */
@Entity
@Table(name = "MAGENTO_EXPECTED_LINK")
@NamedQuery(
        name = "magentoExpectedByAddress",
        query = "select e from ExpectedLinkEntity e where e.realmId = :realmId and e.addressKey = :addressKey")
@NamedQuery(
        name = "magentoExpectedOfUsers",
        query = "select e from ExpectedLinkEntity e where e.realmId = :realmId and e.userId in :userIds")
@NamedQuery(
        name = "magentoExpectedAmong",
        query = "select e from ExpectedLinkEntity e where e.realmId = :realmId and e.addressKey in :addressKeys")
@NamedQuery(
        name = "magentoExpectedPage",
        query = "select e from ExpectedLinkEntity e where e.realmId = :realmId and e.userId > :after order by e.userId")
@NamedQuery(
        name = "magentoExpectedRemoveByUsers",
        query = "delete from ExpectedLinkEntity e where e.realmId = :realmId and e.userId in :userIds")
@NamedQuery(
        name = "magentoExpectedRemoveByRealm",
        query = "delete from ExpectedLinkEntity e where e.realmId = :realmId")
class ExpectedLinkEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "USER_ID", nullable = false)
    String userId = "";

    /** As the operator wrote it. */
    @Column(name = "ADDRESS", nullable = false)
    String address = "";

    @Column(name = "ADDRESS_KEY", length = 64, nullable = false)
    String addressKey = "";

    /** Milliseconds since the epoch. */
    @Column(name = "EXPECTED_AT", nullable = false)
    long expectedAt;

    /** Milliseconds since the epoch, exclusive. */
    @Column(name = "UNTIL_AT", nullable = false)
    long until;
}
