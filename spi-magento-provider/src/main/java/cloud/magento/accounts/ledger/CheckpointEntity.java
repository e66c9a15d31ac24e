package cloud.magento.accounts.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code MAGENTO_LEDGER_CHECKPOINT}. */
@Entity
@Table(name = "MAGENTO_LEDGER_CHECKPOINT")
@NamedQuery(
        name = "magentoCheckpoints",
        query = "select c from CheckpointEntity c where c.realmId = :realmId order by c.createdAt desc, c.entries desc")
@NamedQuery(
        name = "magentoCheckpointsWithoutKey",
        query = "select c from CheckpointEntity c where c.realmId = :realmId and c.publicKey is null"
                + " order by c.createdAt desc")
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

    /** The public key that signed it, as a JWK; null where the checkpoint is older than this column. */
    @Column(name = "PUBLIC_KEY", length = LedgerEntryEntity.TEXT)
    @Nullable
    String publicKey;
}
