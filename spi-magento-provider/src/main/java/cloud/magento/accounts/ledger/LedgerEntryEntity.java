package cloud.magento.accounts.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code MAGENTO_LEDGER}. The entry as it was hashed is the truth; time, type, reason and reference stand
 * beside it only to be searched by, and the verification compares them. Every ordered reading names the realm too: H2
 * uses the key's index only then, and would otherwise sort all that is left of the ledger for each page.
 */
@Entity
@Table(name = "MAGENTO_LEDGER")
@IdClass(LedgerEntryEntity.Key.class)
@NamedQuery(
        name = "magentoLedgerNext",
        query = "select e from LedgerEntryEntity e where e.realmId = :realmId and e.seq > :after order by e.realmId,"
                + " e.seq")
@NamedQuery(
        name = "magentoLedgerOf",
        query = "select e from LedgerEntryEntity e where e.realmId = :realmId and e.seq in :seqs")
@NamedQuery(
        name = "magentoLedgerOfTypeSince",
        query = "select e.entry from LedgerEntryEntity e where e.realmId = :realmId and e.type = :type"
                + " and e.createdAt >= :since")
@NamedQuery(
        name = "magentoLedgerNewestOfTypes",
        query = "select e from LedgerEntryEntity e where e.realmId = :realmId and e.type in :types order by e.realmId"
                + " desc, e.seq desc")
@NamedQuery(
        name = "magentoLedgerOfTypeUpTo",
        query = "select e.entry from LedgerEntryEntity e where e.realmId = :realmId and e.type = :type"
                + " and e.seq <= :upTo order by e.seq")
@NamedQuery(
        name = "magentoLedgerHash",
        query = "select e.hash from LedgerEntryEntity e where e.realmId = :realmId and e.seq = :seq")
@NamedQuery(
        name = "magentoLedgerRefusedBefore",
        query = "select e.seq from LedgerEntryEntity e, LedgerPersonEntity p"
                + " where p.realmId = :realmId and p.personId = :personId and p.part = 'account'"
                + " and e.realmId = p.realmId and e.seq = p.seq and e.type = :type and e.reason = :reason"
                + " and e.createdAt >= :since")
@NamedQuery(
        name = "magentoLedgerWithReferences",
        query = "select e from LedgerEntryEntity e where e.realmId = :realmId and e.reference in :references"
                + " order by e.seq desc")
@NamedQuery(name = "magentoLedgerRemove", query = "delete from LedgerEntryEntity e where e.realmId = :realmId")
class LedgerEntryEntity {
    static final int TEXT = Integer.MAX_VALUE;

    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    @Id
    @Column(name = "SEQ")
    long seq;

    /** Milliseconds since the epoch. */
    @Column(name = "CREATED_AT", nullable = false)
    long createdAt;

    @Column(name = "TYPE", length = 32, nullable = false)
    String type = "";

    @Column(name = "REASON", length = 64)
    @Nullable
    String reason;

    /** The reference that the person was shown. An entry that an older version wrote meanwhile has none here. */
    @Column(name = "REFERENCE", length = 16)
    @Nullable
    String reference;

    @Column(name = "HASH", length = 64, nullable = false)
    String hash = "";

    @Column(name = "ENTRY", length = TEXT, nullable = false)
    String entry = "";

    static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        String realmId = "";
        long seq;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.realmId.equals(realmId) && key.seq == seq;
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, seq);
        }
    }
}
