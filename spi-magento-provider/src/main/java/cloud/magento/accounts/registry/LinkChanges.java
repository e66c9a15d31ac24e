package cloud.magento.accounts.registry;

import cloud.magento.accounts.transaction.ManyRows;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Notes that the links of many accounts have changed, as {@link AccountLinks} does for one. */
final class LinkChanges {
    private final RealmModel realm;
    private final EntityManager entities;

    LinkChanges(KeycloakSession session, RealmModel realm) {
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    void note(Collection<String> userIds) {
        if (userIds.isEmpty()) {
            return;
        }
        String changeId = UUID.randomUUID().toString();
        long now = Time.currentTimeMillis();
        Set<String> noted = new HashSet<>(entities.createNamedQuery("magentoLinkChangeUsers", String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("userIds", userIds)
                .getResultList());
        if (!noted.isEmpty()) {
            entities.createNamedQuery("magentoLinkChangeUpdateUsers")
                    .setParameter("realmId", realm.getId())
                    .setParameter("userIds", noted)
                    .setParameter("changeId", changeId)
                    .setParameter("changedAt", now)
                    .executeUpdate();
        }
        ManyRows rows =
                new ManyRows(entities, "MAGENTO_LINK_CHANGE", "ID", "REALM_ID", "USER_ID", "CHANGE_ID", "CHANGED_AT");
        userIds.stream()
                .filter(userId -> !noted.contains(userId))
                .forEach(userId -> rows.add(UUID.randomUUID().toString(), realm.getId(), userId, changeId, now));
        rows.write();
    }
}
