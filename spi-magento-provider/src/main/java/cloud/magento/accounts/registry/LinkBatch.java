package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.LinkAdoption.Source;
import cloud.magento.accounts.transaction.ManyRows;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageUtil;

/**
 * Writes the links of many accounts at once, in Keycloak's table and in the registry, in a few statements. It is for
 * accounts of Keycloak's own tables that have nothing open (see {@link Account}); any other goes through
 * Keycloak's own way, where {@link LinkListener} follows.
 */
public final class LinkBatch {
    /** Whether the account has something open that a change of its link ends: see {@link Account}. */
    private static final String OPEN = "case when exists (select 1 from {h-schema}OFFLINE_USER_SESSION s"
            + " where s.USER_ID = u.ID and s.REALM_ID = u.REALM_ID)"
            + " or exists (select 1 from {h-schema}USER_ATTRIBUTE a where a.USER_ID = u.ID and a.NAME = :pending)"
            + " or exists (select 1 from {h-schema}USER_REQUIRED_ACTION r"
            + " where r.USER_ID = u.ID and r.REQUIRED_ACTION = :password) then 1 else 0 end";

    private static final String ACCOUNTS = ", u.ID, u.SERVICE_ACCOUNT_CLIENT_LINK, f.FEDERATED_USER_ID, l.ISSUER,"
            + " l.SUBJECT, " + OPEN + " from {h-schema}USER_ENTITY u"
            + " left join {h-schema}FEDERATED_IDENTITY f on f.USER_ID = u.ID and f.IDENTITY_PROVIDER = :alias"
            + " left join {h-schema}MAGENTO_LINK l"
            + " on l.REALM_ID = u.REALM_ID and l.USER_ID = u.ID and l.ALIAS = :alias"
            + " where u.REALM_ID = :realmId and ";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String alias;
    private final String issuer;
    private final EntityManager entities;
    private final LinkRegistry registry;

    /** By what an account of Keycloak's own tables is found. */
    public enum Column {
        ID,
        USERNAME,
        EMAIL
    }

    /**
     * An account, and what the two tables say of its link.
     *
     * @param serviceAccount whether it is a client's
     * @param open whether it has what a change of its link ends: a session, an offline session, a change of address or
     *     of password that waits. Sessions are found where Keycloak keeps them in the database.
     * @param atKeycloak the subject
     */
    public record Account(
            String id,
            boolean serviceAccount,
            boolean open,
            @Nullable String atKeycloak,
            @Nullable UpstreamIdentity inRegistry) {}

    /**
     * Whose some subjects are.
     *
     * @param atKeycloak accounts by subject
     * @param inRegistry account by subject, of this issuer
     */
    public record Owners(Map<String, Set<String>> atKeycloak, Map<String, String> inRegistry) {}

    public LinkBatch(KeycloakSession session, RealmModel realm, String alias, String issuer) {
        this.session = session;
        this.realm = realm;
        this.alias = alias;
        this.issuer = issuer;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.registry = new LinkRegistry(session, realm);
    }

    /** Whether the realm has accounts that Keycloak's own tables do not hold. */
    public boolean hasDirectories() {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .findAny()
                .isPresent();
    }

    /**
     * The accounts by what they are found by. Letter by letter: a database may take accented letters for plain ones.
     *
     * @param values as Keycloak keeps them
     */
    public Map<String, List<Account>> accounts(Column column, Collection<String> values) {
        Map<String, List<Account>> found = new HashMap<>();
        if (values.isEmpty()) {
            return found;
        }
        String name = "u." + column.name();
        List<?> rows = entities.createNativeQuery("select " + name + ACCOUNTS + name + " in (:values)")
                .setParameter("realmId", realm.getId())
                .setParameter("alias", alias)
                .setParameter("pending", UserModel.EMAIL_PENDING)
                .setParameter("password", UserModel.RequiredAction.UPDATE_PASSWORD.name())
                .setParameter("values", values)
                .getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            String value = text(columns[0]);
            if (values.contains(value)) {
                found.computeIfAbsent(value, key -> new ArrayList<>()).add(account(columns));
            }
        }
        return found;
    }

    private static Account account(Object[] columns) {
        return new Account(
                text(columns[1]),
                columns[2] != null,
                ((Number) columns[6]).intValue() > 0,
                columns[3] == null ? null : text(columns[3]),
                columns[5] == null ? null : new UpstreamIdentity(text(columns[4]), text(columns[5])));
    }

    public Owners owners(Collection<String> subjects) {
        return new Owners(ownersAtKeycloak(subjects), ownersInRegistry(subjects));
    }

    /**
     * Makes a link for each of these accounts, none of which has one in either table, and tells the ledger.
     *
     * @param names what upstream calls the person, by subject; empty where nobody said
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where somebody
     *     else wrote one of them meanwhile
     */
    public void link(Map<String, String> subjectsByAccount, Map<String, String> names) {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        List<NewLink> links = subjectsByAccount.entrySet().stream()
                .map(entry -> new NewLink(
                        new Link(
                                entry.getKey(),
                                new UpstreamIdentity(issuer, entry.getValue()),
                                now,
                                LinkProof.ADMINISTRATOR),
                        names.getOrDefault(entry.getValue(), "")))
                .toList();
        addToKeycloak(links);
        registry.addAll(alias, links.stream().collect(Collectors.toMap(NewLink::link, link -> Optional.empty())));
        changed(subjectsByAccount.keySet());
        new ExpectedLinks(session, realm).forget(subjectsByAccount.keySet());
        new Invitations(session, realm).endOf(subjectsByAccount.keySet(), InvitationEnd.LINKED);
        session.getKeycloakSessionFactory().publish(new LinksImported(session, realm, links));
    }

    /** Ends the links of these accounts in both tables, and tells the ledger; who has none is passed over. */
    public void unlink(Collection<String> userIds) {
        List<LinkEntity> rows = entities.createNamedQuery("magentoLinksOfUsers", LinkEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("alias", alias)
                .setParameter("userIds", userIds)
                .getResultList();
        List<Link> links = rows.stream().map(LinkRegistry::link).toList();
        if (links.isEmpty()) {
            return;
        }
        List<String> linked = links.stream().map(Link::userId).toList();
        entities.createNativeQuery("delete from {h-schema}FEDERATED_IDENTITY where IDENTITY_PROVIDER = :alias"
                        + " and USER_ID in (:userIds)")
                .setParameter("alias", alias)
                .setParameter("userIds", linked)
                .executeUpdate();
        entities.createNativeQuery("delete from {h-schema}MAGENTO_LINK where REALM_ID = :realmId and ALIAS = :alias"
                        + " and USER_ID in (:userIds)")
                .setParameter("realmId", realm.getId())
                .setParameter("alias", alias)
                .setParameter("userIds", linked)
                .executeUpdate();
        changed(linked);
        session.getKeycloakSessionFactory().publish(new LinksUnlinked(session, realm, links));
    }

    /** Has every node forget what it keeps of the realm's accounts: nothing less makes Keycloak forget their links. */
    public static void forgetAccounts(KeycloakSession session, RealmModel realm) {
        @Nullable UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm);
        }
    }

    private void changed(Collection<String> userIds) {
        new LinkChanges(session, realm).note(userIds);
        forgetAccounts(session, realm);
    }

    /** As Keycloak's {@code JpaUserProvider} writes one. */
    private void addToKeycloak(List<NewLink> links) {
        ManyRows rows = new ManyRows(
                entities,
                "FEDERATED_IDENTITY",
                "USER_ID",
                "REALM_ID",
                "IDENTITY_PROVIDER",
                "FEDERATED_USER_ID",
                "FEDERATED_USERNAME");
        links.forEach(link -> rows.add(
                link.link().userId(),
                realm.getId(),
                alias,
                link.link().identity().subject(),
                link.upstreamName()));
        rows.write();
    }

    private Map<String, Set<String>> ownersAtKeycloak(Collection<String> subjects) {
        Map<String, Set<String>> found = new HashMap<>();
        Stream.of(Source.values())
                .filter(source -> source == Source.LOCAL || hasDirectories())
                .flatMap(source -> rows(
                        "select f." + source.subject() + ", f.USER_ID from {h-schema}" + source.table()
                                + " f where f." + source.subject() + " in (:keys)"
                                + " and f.REALM_ID = :realmId and f.IDENTITY_PROVIDER = :alias",
                        subjects,
                        true)
                        .stream())
                .forEach(row -> found.computeIfAbsent(text(row[0]), subject -> new HashSet<>())
                        .add(text(row[1])));
        return found;
    }

    private Map<String, String> ownersInRegistry(Collection<String> subjects) {
        Map<String, String> byKey = new HashMap<>();
        subjects.forEach(subject -> byKey.put(new UpstreamIdentity(issuer, subject).key(), subject));
        Map<String, String> found = new HashMap<>();
        rows(
                        "select l.IDENTITY_KEY, l.USER_ID from {h-schema}MAGENTO_LINK l where l.REALM_ID = :realmId"
                                + " and l.IDENTITY_KEY in (:keys)",
                        byKey.keySet(),
                        false)
                .forEach(row -> found.put(String.valueOf(byKey.get(text(row[0]))), text(row[1])));
        return found;
    }

    private List<Object[]> rows(String sql, Collection<String> keys, boolean ofAlias) {
        if (keys.isEmpty()) {
            return List.of();
        }
        var query = entities.createNativeQuery(sql)
                .setParameter("realmId", realm.getId())
                .setParameter("keys", keys);
        if (ofAlias) {
            query.setParameter("alias", alias);
        }
        List<?> rows = query.getResultList();
        return rows.stream().map(Object[].class::cast).toList();
    }

    private static String text(@Nullable Object column) {
        return column == null ? "" : column.toString();
    }
}
