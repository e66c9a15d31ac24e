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

/** A row of {@code MAGENTO_BUNDLE_PART}: a part of a bundle that waits until all of it is there. */
@Entity
@Table(name = "MAGENTO_BUNDLE_PART")
@IdClass(BundlePartEntity.Key.class)
@NamedQuery(
        name = "magentoBundlePartNumbers",
        query = "select p.part from BundlePartEntity p where p.realmId = :realmId and p.upload = :upload"
                + " order by p.part")
@NamedQuery(
        name = "magentoBundlePart",
        query = "select p.text from BundlePartEntity p where p.realmId = :realmId and p.upload = :upload"
                + " and p.part = :part")
@NamedQuery(
        name = "magentoBundlePartsForget",
        query = "delete from BundlePartEntity p where p.realmId = :realmId and p.upload = :upload")
@NamedQuery(
        name = "magentoBundlePartsTrim",
        query = "delete from BundlePartEntity p where p.realmId = :realmId and p.createdAt < :before")
@NamedQuery(name = "magentoBundlePartsRemove", query = "delete from BundlePartEntity p where p.realmId = :realmId")
class BundlePartEntity {
    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    @Id
    @Column(name = "UPLOAD", length = 36)
    String upload = "";

    @Id
    @Column(name = "PART")
    int part;

    /** Milliseconds since the epoch. */
    @Column(name = "CREATED_AT", nullable = false)
    long createdAt;

    @Column(name = "CONTENT", length = LedgerEntryEntity.TEXT, nullable = false)
    String text = "";

    static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        String realmId = "";
        String upload = "";
        int part;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && key.realmId.equals(realmId)
                    && key.upload.equals(upload)
                    && key.part == part;
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, upload, part);
        }
    }
}
