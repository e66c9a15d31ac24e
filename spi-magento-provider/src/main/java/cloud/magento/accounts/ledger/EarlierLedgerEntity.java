package cloud.magento.accounts.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * A row of {@code MAGENTO_LEDGER_EARLIER}: a ledger that came with a bundle. Its entries, personal parts, checkpoints
 * and head lie in the tables of all ledgers, under this row's id in place of a realm's.
 */
@Entity
@Table(name = "MAGENTO_LEDGER_EARLIER")
@NamedQuery(
        name = "magentoEarlierLedgers",
        query = "select l from EarlierLedgerEntity l where l.realmId = :realmId order by l.importedAt, l.id")
@NamedQuery(
        name = "magentoEarlierLedgersRemove",
        query = "delete from EarlierLedgerEntity l where l.realmId = :realmId")
class EarlierLedgerEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    /** The realm whose history it is. */
    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    /** The realm that its entries name. */
    @Column(name = "ORIGIN", nullable = false)
    String origin = "";

    /** How many entries it had in the bundle. What is erased later is told of in further ones. */
    @Column(name = "ENTRIES", nullable = false)
    long entries;

    @Column(name = "HEAD", length = 64, nullable = false)
    String head = "";

    /** Milliseconds since the epoch. */
    @Column(name = "IMPORTED_AT", nullable = false)
    long importedAt;
}
