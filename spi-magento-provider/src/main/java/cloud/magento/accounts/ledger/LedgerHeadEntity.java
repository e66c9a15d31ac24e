package cloud.magento.accounts.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Optional;

/** A row of {@code MAGENTO_LEDGER_HEAD}: where a realm's chain ends. Who appends locks it. */
@Entity
@Table(name = "MAGENTO_LEDGER_HEAD")
@NamedQuery(name = "magentoLedgerHeadRemove", query = "delete from LedgerHeadEntity h where h.realmId = :realmId")
class LedgerHeadEntity {
    /** The head as it is now, for who only reads: detached, so that a later lock in this session reads it afresh. */
    static Optional<LedgerHeadEntity> read(EntityManager entities, String realmId) {
        Optional<LedgerHeadEntity> head = entities.createQuery(
                        "select h from LedgerHeadEntity h where h.realmId = :realmId", LedgerHeadEntity.class)
                .setParameter("realmId", realmId)
                .getResultStream()
                .findFirst();
        head.ifPresent(entities::detach);
        return head;
    }

    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    /** How many entries there are, and so the sequence of the last. */
    @Column(name = "ENTRIES", nullable = false)
    long entries;

    /** The last entry's hash. */
    @Column(name = "HASH", length = 64, nullable = false)
    String hash = "";
}
