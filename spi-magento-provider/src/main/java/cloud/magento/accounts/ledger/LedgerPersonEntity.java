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
 * A row of {@code MAGENTO_LEDGER_PERSON}: what an entry tells of a person, and the salt without which nobody can guess
 * it.
 */
@Entity
@Table(name = "MAGENTO_LEDGER_PERSON")
@IdClass(LedgerPersonEntity.Key.class)
@NamedQuery(
        name = "magentoLedgerPersonBetween",
        query = "select p from LedgerPersonEntity p"
                + " where p.realmId = :realmId and p.seq >= :first and p.seq <= :last order by p.seq, p.part")
@NamedQuery(
        name = "magentoLedgerPersonOf",
        query = "select p from LedgerPersonEntity p where p.realmId = :realmId and p.seq in :seqs")
@NamedQuery(
        name = "magentoLedgerPersonParts",
        query = "select p from LedgerPersonEntity p"
                + " where p.realmId = :realmId and p.personId = :personId and p.part = :part order by p.seq")
@NamedQuery(name = "magentoLedgerPersonRemove", query = "delete from LedgerPersonEntity p where p.realmId = :realmId")
class LedgerPersonEntity {
    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    @Id
    @Column(name = "SEQ")
    long seq;

    /** {@code account} or {@code actor}. */
    @Id
    @Column(name = "PART", length = 16)
    String part = "";

    /** By which the person's entries are found; null for an upstream identity without an account. */
    @Column(name = "PERSON_ID")
    @Nullable
    String personId;

    @Column(name = "SALT", length = 64, nullable = false)
    String salt = "";

    @Column(name = "DATA", length = LedgerEntryEntity.TEXT, nullable = false)
    String data = "";

    static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        String realmId = "";
        long seq;
        String part = "";

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.realmId.equals(realmId) && key.seq == seq && key.part.equals(part);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, seq, part);
        }
    }
}
