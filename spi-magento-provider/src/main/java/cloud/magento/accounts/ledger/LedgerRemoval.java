package cloud.magento.accounts.ledger;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A realm's ledger goes with the realm, when that is gone for good. What was exported before, and a checkpoint that was
 * kept, still tell of it.
 */
final class LedgerRemoval {
    private static final Logger LOG = Logger.getLogger(LedgerRemoval.class);

    private final EntityManager entities;
    private final SignedHeads signed;

    LedgerRemoval(KeycloakSession session) {
        this.signed = LedgerEventListenerFactory.signed(session);
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    void remove(RealmModel realm) {
        LedgerHeadEntity.read(entities, realm.getId())
                .ifPresent(head -> LOG.warnf(
                        "The ledger of realm %s was deleted with the realm: %d entries, head %s",
                        realm.getId(), head.entries, head.hash));
        entities.createNamedQuery("magentoEarlierLedgers", EarlierLedgerEntity.class)
                .setParameter("realmId", realm.getId())
                .getResultStream()
                .map(earlier -> earlier.id)
                .toList()
                .forEach(this::removeRows);
        removeRows(realm.getId());
        signed.forget(realm.getId());
    }

    private void removeRows(String id) {
        List.of(
                        "magentoEarlierLedgersRemove",
                        "magentoBundlePartsRemove",
                        "magentoLedgerPersonRemove",
                        "magentoLedgerRemove",
                        "magentoCheckpointRemove",
                        "magentoReferenceRemove",
                        "magentoLedgerHeadRemove")
                .forEach(query -> entities.createNamedQuery(query)
                        .setParameter("realmId", id)
                        .executeUpdate());
    }
}
