package cloud.magento.accounts.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code MAGENTO_FORMER_PROVIDER}: how a provider was before it was taken over. */
@Entity
@Table(name = "MAGENTO_FORMER_PROVIDER")
@IdClass(FormerProviderEntity.Key.class)
@NamedQuery(
        name = "magentoFormerProvidersRemoveByRealm",
        query = "delete from FormerProviderEntity p where p.realmId = :realmId")
class FormerProviderEntity {
    /** As long as a text may be, for Hibernate. */
    private static final int TEXT = Integer.MAX_VALUE / 2;

    @Id
    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Id
    @Column(name = "ALIAS", nullable = false)
    String alias = "";

    @Column(name = "SETTINGS", length = TEXT, nullable = false)
    String settings = "";

    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        String realmId = "";
        String alias = "";

        Key() {}

        Key(String realmId, String alias) {
            this.realmId = realmId;
            this.alias = alias;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.realmId.equals(realmId) && key.alias.equals(alias);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, alias);
        }
    }
}
