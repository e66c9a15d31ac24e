package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.UpstreamIdentity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** The contrary, written so that a database can compare the tables whole. */
    private static final String UNBACKED = "not exists (select 1 from {h-schema}FEDERATED_IDENTITY f where f.USER_ID ="
            + " l.USER_ID and f.IDENTITY_PROVIDER = l.ALIAS) and not exists (select 1 from {h-schema}BROKER_LINK b"
            + " where b.USER_ID = l.USER_ID and b.IDENTITY_PROVIDER = l.ALIAS)";

    /**
     * Whether Keycloak has the row's very link by the provider's alias, which is another one, and the registry has none
     * by that: the provider was renamed, and the row follows it.
     */
    private static final String RENAMED = "(l.ALIAS <> :alias and l.ISSUER = :issuer"
            + " and (exists (select 1 from {h-schema}FEDERATED_IDENTITY f where f.USER_ID = l.USER_ID"
            + " and f.IDENTITY_PROVIDER = :alias and f.FEDERATED_USER_ID = l.SUBJECT)"
            + " or exists (select 1 from {h-schema}BROKER_LINK b where b.USER_ID = l.USER_ID"
            + " and b.IDENTITY_PROVIDER = :alias and b.BROKER_USER_ID = l.SUBJECT))"
            + " and not exists (select 1 from {h-schema}MAGENTO_LINK o where o.REALM_ID = l.REALM_ID"
            + " and o.USER_ID = l.USER_ID and o.ALIAS = :alias))";

    /** Whether no provider of ours has the row's alias. */
    private static final String PROVIDER_MISSING = "not exists (select 1 from {h-schema}IDENTITY_PROVIDER i"
            + " where i.REALM_ID = l.REALM_ID and i.PROVIDER_ALIAS = l.ALIAS and i.PROVIDER_ID = '"
            + UpstreamIdentity.PROVIDER_ID + "')";

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
        return links(UNBACKED, Map.of(), after, size);
    }

    /** The same without those that only wait to follow the provider with this alias and issuer, which was renamed. */
    public List<UnbackedLink> readBut(String alias, String issuer, String after, int size) {
        return links(UNBACKED + " and not " + RENAMED, Map.of("alias", alias, "issuer", issuer), after, size);
    }

    /** A page of links that Keycloak has too, by an alias of which the realm has no provider of ours. */
    public List<UnbackedLink> readWithoutProvider(String after, int size) {
        return links(BACKED + " and " + PROVIDER_MISSING, Map.of(), after, size);
    }

    /** Most often there is none, which a database that compares whole tables finds out faster than row by row. */
    private List<UnbackedLink> links(String which, Map<String, String> parameters, String after, int size) {
        if (after.isEmpty() && isNone(which, parameters)) {
            return List.of();
        }
        List<?> ids = query("select l.ID", which + " and l.ID > :after order by l.ID", parameters)
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
        return ids.stream()
                .map(id -> entities.find(LinkEntity.class, id))
                .map(UnbackedLinks::of)
                .toList();
    }

    private boolean isNone(String which, Map<String, String> parameters) {
        return ((Number) query("select count(*)", which, parameters).getSingleResult()).longValue() == 0;
    }

    private Query query(String what, String which, Map<String, String> parameters) {
        Query query = entities.createNativeQuery(
                        what + " from {h-schema}MAGENTO_LINK l where l.REALM_ID = :realmId and " + which)
                .setParameter("realmId", realm.getId());
        parameters.forEach(query::setParameter);
        return query;
    }

    static UnbackedLink of(LinkEntity row) {
        return new UnbackedLink(row.id, row.alias, LinkRegistry.link(row));
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
                .map(UnbackedLinks::of);
        end(Stream.of(own, others).flatMap(Optional::stream).toList(), session);
    }

    private boolean isBacked(LinkEntity row) {
        return !backed(List.of(row)).isEmpty();
    }

    /** Of these rows those that Keycloak has, by their ids. */
    Set<String> backed(Collection<LinkEntity> rows) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        List<?> ids = entities.createNativeQuery(
                        "select l.ID from {h-schema}MAGENTO_LINK l where l.ID in (:ids) and " + BACKED)
                .setParameter("ids", rows.stream().map(row -> row.id).toList())
                .getResultList();
        return ids.stream().map(String::valueOf).collect(Collectors.toSet());
    }

    private void forget(String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        if (user != null) {
            UserCacheValue.forget(session, realm, user);
        }
    }
}
