package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Whom an account is linked to by our own table, issuer and all, and when that changed last. Asked at each sign-in and
 * each token, so what the database says is kept with the account in Keycloak's user cache.
 */
public final class AccountLinks {
    private static final UserCacheValue KEPT = new UserCacheValue("magento.links");

    private static final String CHANGE_ALL = "update {h-schema}MAGENTO_LINK_CHANGE set CHANGE_ID = :changeId,"
            + " CHANGED_AT = :changedAt where REALM_ID = :realmId and USER_ID in"
            + " (select l.USER_ID from {h-schema}MAGENTO_LINK l where l.REALM_ID = :realmId and l.ALIAS = :alias)";

    private static final String ADD_ALL = "insert into {h-schema}MAGENTO_LINK_CHANGE"
            + " (ID, REALM_ID, USER_ID, CHANGE_ID, CHANGED_AT)"
            + " select l.ID, l.REALM_ID, l.USER_ID, l.ID, l.LINKED_AT from {h-schema}MAGENTO_LINK l"
            + " where l.REALM_ID = :realmId and l.ALIAS = :alias and not exists"
            + " (select 1 from {h-schema}MAGENTO_LINK_CHANGE c where c.REALM_ID = l.REALM_ID and c.USER_ID ="
            + " l.USER_ID)";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;

    public AccountLinks(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realm = realm;
        this.user = user;
    }

    /** The identity that the account is linked to by the provider with this alias, as it was when the link was made. */
    public Optional<UpstreamIdentity> identity(String alias) {
        return link(alias).map(KeptLink::identity);
    }

    /** The same with since when, and with the second factors and the proof that it was made with. */
    public Optional<KeptLink> link(String alias) {
        return Optional.ofNullable(kept().links().get(alias));
    }

    /**
     * A link as it is kept with the account.
     *
     * @param secondFactors see {@link Link#secondFactors}
     * @param proof by what the account was proven then, or null where the table has a proof that nobody knows
     */
    public record KeptLink(
            UpstreamIdentity identity,
            Instant linkedAt,
            Set<String> secondFactors,
            @Nullable LinkProof proof) {}

    /** The newest change of any link of the account, or empty where none was ever seen. */
    public Optional<LinkChange> newestChange() {
        return Optional.ofNullable(kept().change());
    }

    /**
     * Notes that a link of the account has just changed, in the transaction of that change. Whether there is a row is
     * asked without a lock: MariaDB locks the gap where an update finds none, and whoever else links for the first time
     * at this moment has to insert into it.
     *
     * @throws jakarta.persistence.PersistenceException where the account's first change is being written by somebody
     * else
     */
    void changed() {
        EntityManager entities = entities(session);
        String changeId = UUID.randomUUID().toString();
        long now = Time.currentTimeMillis();
        boolean noted = entities.createNamedQuery("magentoLinkChangeRow", String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("userId", user.getId())
                .getResultStream()
                .findFirst()
                .filter(row -> entities.createNamedQuery("magentoLinkChangeUpdate")
                                .setParameter("id", row)
                                .setParameter("changeId", changeId)
                                .setParameter("changedAt", now)
                                .executeUpdate()
                        > 0)
                .isPresent();
        if (!noted) {
            LinkChangeEntity entity = new LinkChangeEntity();
            entity.id = UUID.randomUUID().toString();
            entity.realmId = realm.getId();
            entity.userId = user.getId();
            entity.changeId = changeId;
            entity.changedAt = now;
            entities.persist(entity);
            entities.flush();
        }
        UserCacheValue.forget(session, realm, user);
    }

    /**
     * Notes the same of every account that is linked by this alias; whoever calls has Keycloak's cache forget them all.
     */
    static void changedAll(KeycloakSession session, RealmModel realm, String alias) {
        entities(session)
                .createNativeQuery(ADD_ALL)
                .setParameter("realmId", realm.getId())
                .setParameter("alias", alias)
                .executeUpdate();
        entities(session)
                .createNativeQuery(CHANGE_ALL)
                .setParameter("realmId", realm.getId())
                .setParameter("alias", alias)
                .setParameter("changeId", UUID.randomUUID().toString())
                .setParameter("changedAt", Time.currentTimeMillis())
                .executeUpdate();
    }

    /** Of an account that is gone. */
    static void forget(KeycloakSession session, RealmModel realm, String userId) {
        entities(session)
                .createNamedQuery("magentoLinkChangeRemoveByUser")
                .setParameter("realmId", realm.getId())
                .setParameter("userId", userId)
                .executeUpdate();
    }

    /** Of a realm that is gone. */
    static void forgetRealm(KeycloakSession session, RealmModel realm) {
        entities(session)
                .createNamedQuery("magentoLinkChangeRemoveByRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private Kept kept() {
        return KEPT.get(user, Kept.class, this::stored);
    }

    /** Columns, not entities: one that was read earlier in the transaction would stay as it was then. */
    private Kept stored() {
        Map<String, KeptLink> links = entities(session)
                .createNamedQuery("magentoIdentitiesOfUser", Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("userId", user.getId())
                .getResultStream()
                .collect(Collectors.toMap(
                        row -> (String) row[0],
                        row -> new KeptLink(
                                new UpstreamIdentity((String) row[1], (String) row[2]),
                                Instant.ofEpochMilli((Long) row[3]),
                                Link.read((String) row[4]),
                                LinkProof.ofId((String) row[5]).orElse(null))));
        @Nullable
        LinkChange change = entities(session)
                .createNamedQuery("magentoLinkChangeByUser", Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("userId", user.getId())
                .getResultStream()
                .findFirst()
                .map(row -> new LinkChange((String) row[0], Instant.ofEpochMilli((Long) row[1])))
                .orElse(null);
        return new Kept(links, change);
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** What the database said; nothing is an answer too. */
    private record Kept(
            Map<String, KeptLink> links, @Nullable LinkChange change) {}
}
