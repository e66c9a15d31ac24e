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
 * A row of {@code MAGENTO_REFERENCE}: a reference that no entry has, since nobody was known. Nothing in it is personal.
 */
@Entity
@Table(name = "MAGENTO_REFERENCE")
@IdClass(ReferenceEntity.Key.class)
@NamedQuery(
        name = "magentoReferences",
        query = "select r from ReferenceEntity r where r.realmId = :realmId and r.reference in :references")
@NamedQuery(
        name = "magentoReferenceTimes",
        query = "select r.createdAt from ReferenceEntity r where r.realmId = :realmId order by r.realmId desc,"
                + " r.createdAt desc")
@NamedQuery(
        name = "magentoReferenceTrim",
        query = "delete from ReferenceEntity r where r.realmId = :realmId and r.createdAt <= :until")
@NamedQuery(name = "magentoReferenceRemove", query = "delete from ReferenceEntity r where r.realmId = :realmId")
class ReferenceEntity {
    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    @Id
    @Column(name = "REFERENCE", length = 16)
    String reference = "";

    /** The event's time, in milliseconds since the epoch. */
    @Column(name = "CREATED_AT", nullable = false)
    long createdAt;

    /** The event's type, in lower case. */
    @Column(name = "EVENT", length = 64, nullable = false)
    String event = "";

    @Column(name = "REASON", length = 64, nullable = false)
    String reason = "";

    @Column(name = "FAULT", length = 64)
    @Nullable
    String fault;

    @Column(name = "CLIENT")
    @Nullable
    String client;

    static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        String realmId = "";
        String reference = "";

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.realmId.equals(realmId) && key.reference.equals(reference);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, reference);
        }
    }
}
