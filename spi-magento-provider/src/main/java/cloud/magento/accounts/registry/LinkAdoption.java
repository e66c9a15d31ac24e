package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.AdoptableLink.Obstacle;
import cloud.magento.accounts.registry.LinksAdopted.Adopted;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.UserStorageUtil;

/**
 * Takes links that Keycloak's own table has into the registry, page by page in the order of the accounts' ids. A link
 * that the registry has already is passed over, so that whoever was interrupted begins again and comes to the same end.
 */
public final class LinkAdoption {
    /** Where Keycloak keeps links: of accounts in its own tables, and of those that only a directory has. */
    public enum Source {
        LOCAL("FEDERATED_IDENTITY", "FEDERATED_USER_ID", "FEDERATED_USERNAME"),
        DIRECTORY("BROKER_LINK", "BROKER_USER_ID", "BROKER_USERNAME");

        private final String table;
        private final String subject;
        private final String name;

        Source(String table, String subject, String name) {
            this.table = table;
            this.subject = subject;
            this.name = name;
        }

        String table() {
            return table;
        }

        /** The column of the subject. */
        String subject() {
            return subject;
        }
    }

    /**
     * A page of those of Keycloak's links that the registry does not have.
     *
     * @param last the account to go on after, or null at the end
     */
    public record Page(List<AdoptableLink> links, @Nullable String last) {}

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String alias;
    private final String issuer;
    private final EntityManager entities;

    public LinkAdoption(KeycloakSession session, RealmModel realm, String alias, String issuer) {
        this.session = session;
        this.realm = realm;
        this.alias = alias;
        this.issuer = issuer;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Reads a page and judges each link in it, and writes nothing. The database passes over what the registry has: with
     * a million links, whoever had to read those first would never come to the others.
     *
     * @param after the account to begin after, or empty to begin with the first
     */
    public Page read(Source source, String after, int size) {
        return page(source, ">", after, size);
    }

    /**
     * Both tables are told where to begin: the database would go through the registry from its first row for each page.
     *
     * @param compared how an account's id compares with the one that is given
     */
    private Page page(Source source, String compared, String account, int size) {
        List<?> rows = entities.createNativeQuery("select f.USER_ID, f." + source.subject + ", f." + source.name
                        + ", l.SUBJECT, l.LINKED_AT from {h-schema}" + source.table
                        + " f left join {h-schema}MAGENTO_LINK l"
                        + " on l.REALM_ID = f.REALM_ID and l.USER_ID = f.USER_ID and l.ALIAS = f.IDENTITY_PROVIDER"
                        + " and l.USER_ID " + compared + " :account"
                        + " where f.REALM_ID = :realmId and f.IDENTITY_PROVIDER = :alias and f.USER_ID " + compared
                        + " :account"
                        + " and (l.SUBJECT is null or f." + source.subject + " is null or l.SUBJECT <> f."
                        + source.subject + ") order by f.USER_ID")
                .setParameter("realmId", realm.getId())
                .setParameter("alias", alias)
                .setParameter("account", account)
                .setMaxResults(size)
                .getResultList();
        List<AdoptableLink> wanted = new ArrayList<>();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            AdoptableLink link = AdoptableLink.of(text(columns[0]), text(columns[1]), text(columns[2]));
            wanted.add(
                    columns[3] == null
                            ? link
                            : link.since(Instant.ofEpochMilli(((Number) columns[4]).longValue()))
                                    .with(Obstacle.OTHER_SUBJECT_IN_REGISTRY));
        }
        String last = rows.size() < size ? null : text(((Object[]) rows.get(rows.size() - 1))[0]);
        return new Page(judged(source, wanted), last);
    }

    /**
     * Writes those that have no obstacle, and tells the ledger. One that the registry has by the provider's former
     * alias follows it, with its date and proof, and is no news. Another account's link to the same identity that
     * Keycloak does not have ends.
     *
     * @param asker the session of the request that wants it
     * @return how many
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where somebody
     *     else wrote one of them meanwhile
     */
    public int adopt(List<AdoptableLink> links, KeycloakSession asker) {
        List<AdoptableLink> wanted =
                links.stream().filter(link -> link.obstacle() == null).toList();
        rename(wanted.stream().filter(link -> link.formerAlias() != null).toList());
        List<AdoptableLink> fresh =
                wanted.stream().filter(link -> link.formerAlias() == null).toList();
        endUnbacked(fresh, asker);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        List<Adopted> adopted = new ArrayList<>();
        Map<Link, Optional<String>> rows = new HashMap<>();
        for (AdoptableLink one : fresh) {
            Link link = new Link(one.userId(), new UpstreamIdentity(issuer, one.subject()), now, LinkProof.ADOPTED);
            rows.put(link, Optional.ofNullable(directoryEntry(one.userId())));
            adopted.add(new Adopted(link, one.upstreamName()));
        }
        new LinkRegistry(session, realm).addAll(alias, rows);
        new ExpectedLinks(session, realm)
                .forget(fresh.stream().map(AdoptableLink::userId).toList());
        if (!adopted.isEmpty()) {
            session.getKeycloakSessionFactory().publish(new LinksAdopted(session, realm, asker, adopted));
        }
        return wanted.size();
    }

    private void rename(List<AdoptableLink> links) {
        LinkRegistry registry = new LinkRegistry(session, realm);
        for (AdoptableLink one : links) {
            registry.rename(one.userId(), new UpstreamIdentity(issuer, one.subject()), alias);
            UserModel user = session.users().getUserById(realm, one.userId());
            if (user != null) {
                UserCacheValue.forget(session, realm, user);
            }
        }
    }

    private void endUnbacked(List<AdoptableLink> links, KeycloakSession asker) {
        Collection<LinkEntity> registered = inRegistry(links).values();
        UnbackedLinks unbacked = new UnbackedLinks(session, realm);
        Set<String> backed = unbacked.backed(registered);
        unbacked.end(
                registered.stream()
                        .filter(row -> !backed.contains(row.id))
                        .map(UnbackedLinks::of)
                        .toList(),
                asker);
    }

    /**
     * Adopts the account's link to this subject, if Keycloak has it and nothing stands in the way.
     *
     * @return whether there was one to adopt
     */
    public boolean adoptOne(String userId, String subject, KeycloakSession asker) {
        int adopted = 0;
        for (Source source : Source.values()) {
            List<AdoptableLink> links = page(source, "=", userId, 1).links().stream()
                    .filter(link -> link.subject().equals(subject))
                    .toList();
            adopted += adopt(links, asker);
        }
        return adopted > 0;
    }

    /** How many links the registry has by this alias. */
    public int count() {
        return new LinkRegistry(session, realm).countOf(alias);
    }

    /** Takes all of them out of the registry and leaves Keycloak's table as it is. */
    public void forget() {
        new LinkRegistry(session, realm).removeProvider(alias);
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm);
        }
    }

    private @Nullable String directoryEntry(String userId) {
        if (!DirectoryEntry.isOfDirectory(userId)) {
            return null;
        }
        UserModel user = session.users().getUserById(realm, userId);
        return user == null ? null : DirectoryEntry.of(user).kept();
    }

    private List<AdoptableLink> judged(Source source, List<AdoptableLink> links) {
        List<AdoptableLink> valid = links.stream()
                .filter(link -> link.obstacle() == null && UpstreamIdentity.isSubject(link.subject()))
                .toList();
        Set<String> shared = subjectsOfSeveral(valid);
        Map<String, LinkEntity> registered = inRegistry(valid);
        Set<String> backed = new UnbackedLinks(session, realm).backed(registered.values());
        return links.stream()
                .map(link -> link.obstacle() == null ? judged(source, link, shared, registered, backed) : link)
                .toList();
    }

    private AdoptableLink judged(
            Source source,
            AdoptableLink link,
            Set<String> shared,
            Map<String, LinkEntity> registered,
            Set<String> backed) {
        if (!UpstreamIdentity.isSubject(link.subject())) {
            return link.with(Obstacle.SUBJECT_INVALID);
        }
        if (shared.contains(link.subject())) {
            return link.with(Obstacle.SUBJECT_OF_SEVERAL_ACCOUNTS);
        }
        @Nullable LinkEntity row = registered.get(key(link));
        if (row != null && backed.contains(row.id)) {
            return link.with(Obstacle.OTHER_ACCOUNT_IN_REGISTRY);
        }
        if (row != null && row.userId.equals(link.userId())) {
            return link.renamedFrom(row);
        }
        if (source == Source.DIRECTORY) {
            UserModel user = session.users().getUserById(realm, link.userId());
            if (user == null) {
                return link.with(Obstacle.ACCOUNT_GONE);
            }
            if (!DirectoryEntry.of(user).canBeLinked()) {
                return link.with(Obstacle.DIRECTORY_UNSUPPORTED);
            }
        }
        return link;
    }

    /** Those of the subjects that Keycloak ties to more than one account, compared letter by letter. */
    private Set<String> subjectsOfSeveral(List<AdoptableLink> links) {
        if (links.isEmpty()) {
            return Set.of();
        }
        Map<String, Set<String>> owners = links.stream()
                .collect(Collectors.groupingBy(
                        AdoptableLink::subject,
                        Collectors.mapping(AdoptableLink::userId, Collectors.toCollection(HashSet::new))));
        for (Source source : Source.values()) {
            List<?> rows = entities.createNativeQuery("select f." + source.subject + ", f.USER_ID from {h-schema}"
                            + source.table + " f where f." + source.subject + " in (:subjects)"
                            + " and f.REALM_ID = :realmId and f.IDENTITY_PROVIDER = :alias")
                    .setParameter("subjects", owners.keySet())
                    .setParameter("realmId", realm.getId())
                    .setParameter("alias", alias)
                    .getResultList();
            for (Object row : rows) {
                Object[] columns = (Object[]) row;
                Set<String> known = owners.get(text(columns[0]));
                if (known != null) {
                    known.add(text(columns[1]));
                }
            }
        }
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The registry's rows of these identities, by their keys. */
    private Map<String, LinkEntity> inRegistry(List<AdoptableLink> links) {
        return links.isEmpty()
                ? Map.of()
                : entities.createNamedQuery("magentoLinksAmong", LinkEntity.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("keys", links.stream().map(this::key).collect(Collectors.toSet()))
                        .getResultStream()
                        .collect(Collectors.toMap(row -> row.identityKey, row -> row));
    }

    private String key(AdoptableLink link) {
        return new UpstreamIdentity(issuer, link.subject()).key();
    }

    private static String text(@Nullable Object column) {
        return Objects.toString(column, "");
    }
}
