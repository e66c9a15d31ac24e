package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.UpstreamIdentity;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds links that the registry has and Keycloak's own table has not, and ends them: Keycloak opens accounts by its
 * table, so such a link opens nothing, and would only keep its owner from linking anew.
 */
public final class UnbackedLinks {
    /** Whether Keycloak has the row's link, in either of its tables, which are asked by their keys. */
    private static final String BACKED = "(exists (select 1 from {h-schema}FEDERATED_IDENTITY f where f.USER_ID ="
            + " l.USER_ID and f.IDENTITY_PROVIDER = l.ALIAS) or exists (select 1 from {h-schema}BROKER_LINK b where"
            + " b.USER_ID = l.USER_ID and b.IDENTITY_PROVIDER = l.ALIAS))";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    public UnbackedLinks(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * A page of them, in the order of their rows' ids.
     *
     * @param after the row to begin after, or empty to begin with the first
     */
    public List<UnbackedLink> read(String after, int size) {
        List<?> ids = entities.createNativeQuery("select l.ID from {h-schema}MAGENTO_LINK l where l.REALM_ID = :realmId"
                        + " and l.ID > :after and not " + BACKED + " order by l.ID")
                .setParameter("realmId", realm.getId())
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
        return ids.stream()
                .map(id -> entities.find(LinkEntity.class, id))
                .map(row -> new UnbackedLink(row.id, row.alias, LinkRegistry.link(row)))
                .toList();
    }

    /**
     * Takes them out of the registry, and tells the ledger.
     *
     * @param asker the session of the request that wants it
     */
    public void end(List<UnbackedLink> links, KeycloakSession asker) {
        for (UnbackedLink one : links) {
            LinkEntity row = entities.find(LinkEntity.class, one.id());
            if (row != null) {
                entities.remove(row);
            }
        }
        entities.flush();
        links.forEach(one -> forget(one.link().userId()));
        if (!links.isEmpty()) {
            session.getKeycloakSessionFactory()
                    .publish(new LinksReconciled(
                            session,
                            realm,
                            asker,
                            links.stream().map(UnbackedLink::link).toList()));
        }
    }

    /** Ends the account's own link of this alias, where Keycloak has none; false where there is nothing to end. */
    public boolean endOf(String userId, String alias) {
        List<UnbackedLink> own = new LinkRegistry(session, realm)
                .row(userId, alias).filter(row -> !isBacked(row)).stream()
                        .map(row -> new UnbackedLink(row.id, alias, LinkRegistry.link(row)))
                        .toList();
        end(own, session);
        return !own.isEmpty();
    }

    /**
     * Ends what stands in the way of a link that Keycloak has just written: the account's own former one, which
     * Keycloak's table cannot have had beside it, and another account's of this identity where Keycloak has none.
     */
    void endFormerOf(String userId, String alias, UpstreamIdentity upstream) {
        LinkRegistry registry = new LinkRegistry(session, realm);
        Optional<UnbackedLink> own =
                registry.row(userId, alias).map(row -> new UnbackedLink(row.id, alias, LinkRegistry.link(row)));
        Optional<UnbackedLink> others = registry.rowOf(upstream)
                .filter(row -> !row.userId.equals(userId) && !isBacked(row))
                .map(row -> new UnbackedLink(row.id, row.alias, LinkRegistry.link(row)));
        end(Stream.of(own, others).flatMap(Optional::stream).toList(), session);
    }

    private boolean isBacked(LinkEntity row) {
        return !entities.createNativeQuery("select l.ID from {h-schema}MAGENTO_LINK l where l.ID = :id and " + BACKED)
                .setParameter("id", row.id)
                .getResultList()
                .isEmpty();
    }

    private void forget(String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        if (user != null) {
            UserCacheValue.forget(session, realm, user);
        }
    }
}
