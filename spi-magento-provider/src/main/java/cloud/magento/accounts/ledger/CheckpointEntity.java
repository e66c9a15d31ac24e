package cloud.magento.accounts.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/** A row of {@code MAGENTO_LEDGER_CHECKPOINT}. */
@Entity
@Table(name = "MAGENTO_LEDGER_CHECKPOINT")
@NamedQuery(
        name = "magentoCheckpoints",
        query = "select c from CheckpointEntity c where c.realmId = :realmId order by c.createdAt desc, c.entries desc")
@NamedQuery(name = "magentoCheckpointRemove", query = "delete from CheckpointEntity c where c.realmId = :realmId")
class CheckpointEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "ENTRIES", nullable = false)
    long entries;

    @Column(name = "HEAD", length = 64, nullable = false)
    String head = "";

    /** Milliseconds since the epoch. */
    @Column(name = "CREATED_AT", nullable = false)
    long createdAt;

    /** The JWS. */
    @Column(name = "TOKEN", length = LedgerEntryEntity.TEXT, nullable = false)
    String token = "";
}
