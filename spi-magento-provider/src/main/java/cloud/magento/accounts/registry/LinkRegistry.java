package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import cloud.magento.accounts.transaction.ManyRows;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The realm's links as the database holds them. Reading tells since when and by what proof; writing is for {@link
 * LinkListener} alone, which follows Keycloak's own link table in the same transaction.
 */
public final class LinkRegistry {
    private static final int MAX_EMAIL_LENGTH = 255;

    private final EntityManager entities;
    private final String realmId;

    public LinkRegistry(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
    }

    /** The account's link to the provider with this alias. */
    public Optional<Link> ofAccount(String userId, String alias) {
        return row(userId, alias).map(LinkRegistry::link);
    }

    Optional<LinkEntity> row(String userId, String alias) {
        return entities.createNamedQuery("magentoLinkByUser", LinkEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setParameter("alias", alias)
                .getResultStream()
                .findFirst();
    }

    /** The link of whichever account the upstream identity belongs to. */
    public Optional<Link> ofIdentity(UpstreamIdentity identity) {
        return rowOf(identity).map(LinkRegistry::link);
    }

    Optional<LinkEntity> rowOf(UpstreamIdentity identity) {
        return entities.createNamedQuery("magentoLinkByIdentity", LinkEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("identityKey", identity.key())
                .getResultStream()
                .findFirst();
    }

    /**
     * Writes a link and flushes, so that a second owner fails here and not at commit.
     *
     * @param login the sign-in at upstream that the link comes from, or null where somebody else wrote it
     * @param entry what tells the account's person from a later one of the same name
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where the identity
     *     or the account has a link already
     */
    void add(String alias, Link link, @Nullable UpstreamLogin login, DirectoryEntry entry) {
        LinkEntity entity = entity(alias, link, entry);
        if (login != null) {
            entity.lastSeen = entity.linkedAt;
            entity.upstreamEmail = fitting(login.email());
            entity.upstreamEmailVerified = login.emailVerified();
        }
        entities.persist(entity);
        entities.flush();
    }

    /** Writes many at once, each with what tells its account's person from a later one, where that has to be kept. */
    void addAll(String alias, Map<Link, Optional<String>> links) {
        ManyRows rows = new ManyRows(
                entities,
                "MAGENTO_LINK",
                "ID",
                "REALM_ID",
                "ALIAS",
                "ISSUER",
                "SUBJECT",
                "IDENTITY_KEY",
                "USER_ID",
                "LINKED_AT",
                "PROOF",
                "DIRECTORY_ENTRY");
        links.forEach((link, entry) -> rows.add(
                UUID.randomUUID().toString(),
                realmId,
                alias,
                link.identity().issuer(),
                link.identity().subject(),
                link.identity().key(),
                link.userId(),
                link.linkedAt().toEpochMilli(),
                link.proof().id(),
                entry.orElse(null)));
        rows.write();
    }

    private LinkEntity entity(String alias, Link link, DirectoryEntry entry) {
        LinkEntity entity = new LinkEntity();
        entity.id = UUID.randomUUID().toString();
        entity.realmId = realmId;
        entity.alias = alias;
        entity.issuer = link.identity().issuer();
        entity.subject = link.identity().subject();
        entity.identityKey = link.identity().key();
        entity.userId = link.userId();
        entity.linkedAt = link.linkedAt().toEpochMilli();
        entity.proof = link.proof().id();
        entity.directoryEntry = entry.kept();
        entity.secondFactors = Link.stored(link.secondFactors());
        return entity;
    }

    /**
     * Has an existing link of this very account and identity follow its provider's new alias.
     *
     * @return false where there is none under another alias
     */
    boolean rename(String userId, UpstreamIdentity identity, String alias) {
        Optional<LinkEntity> entity =
                rowOf(identity).filter(found -> found.userId.equals(userId) && !found.alias.equals(alias));
        entity.ifPresent(found -> {
            found.alias = alias;
            entities.flush();
        });
        return entity.isPresent();
    }

    /**
     * Whether Keycloak's own table ties the identity to another account. It knows links that this registry does not: of
     * a time when this software was not in the server.
     */
    boolean isAnothersAtKeycloak(String alias, String subject, String userId) {
        return !entities.createNativeQuery("select f.USER_ID from {h-schema}FEDERATED_IDENTITY f"
                        + " where f.FEDERATED_USER_ID = :subject and f.IDENTITY_PROVIDER = :alias"
                        + " and f.REALM_ID = :realmId and f.USER_ID <> :userId")
                .setParameter("subject", subject)
                .setParameter("alias", alias)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Accounts that are gone and still have a link here, since Keycloak removes those of a user federation unheard. */
    List<String> accountsThatAreGone(int most) {
        return entities.createNamedQuery("magentoLinkOrphans", String.class)
                .setParameter("realmId", realmId)
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * Whether accounts that Keycloak opens by this alias belong to identities of another issuer. A row that Keycloak's
     * tables know nothing of, as of a provider that was deleted while this software was away, opens nothing.
     */
    public boolean hasOtherIssuer(String alias, String issuer) {
        return !entities.createNativeQuery("select l.ID from {h-schema}MAGENTO_LINK l"
                        + " where l.REALM_ID = :realmId and l.ALIAS = :alias and l.ISSUER <> :issuer"
                        + " and (exists (select 1 from {h-schema}FEDERATED_IDENTITY f where f.USER_ID = l.USER_ID"
                        + " and f.IDENTITY_PROVIDER = l.ALIAS) or exists (select 1 from {h-schema}BROKER_LINK b"
                        + " where b.USER_ID = l.USER_ID and b.IDENTITY_PROVIDER = l.ALIAS))")
                .setParameter("realmId", realmId)
                .setParameter("alias", alias)
                .setParameter("issuer", issuer)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Whether Keycloak opens any account by this alias. */
    public boolean hasLinksAtKeycloak(String alias) {
        return Stream.of("FEDERATED_IDENTITY", "BROKER_LINK")
                .anyMatch(table -> !entities.createNativeQuery("select t.USER_ID from {h-schema}" + table
                                + " t where t.REALM_ID = :realmId and t.IDENTITY_PROVIDER = :alias")
                        .setParameter("realmId", realmId)
                        .setParameter("alias", alias)
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty());
    }

    /** How many links the provider with this alias has. */
    int countOf(String alias) {
        return entities.createNamedQuery("magentoLinkCountByAlias", Long.class)
                .setParameter("realmId", realmId)
                .setParameter("alias", alias)
                .getSingleResult()
                .intValue();
    }

    /** Of the providers that have links, also of one that is gone. */
    List<String> aliases() {
        return entities.createNamedQuery("magentoLinkAliases", String.class)
                .setParameter("realmId", realmId)
                .getResultList();
    }

    void remove(String userId, String alias) {
        entities.createNamedQuery("magentoLinkByUser", LinkEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .setParameter("alias", alias)
                .getResultList()
                .forEach(entities::remove);
        entities.flush();
    }

    /**
     * Notes that the account's owner signed in at upstream. A row is written once an hour at most, so that a busy
     * account costs no more than a quiet one.
     */
    void seen(String userId, UpstreamLogin login, Instant now) {
        String email = fitting(login.email());
        entities.createNamedQuery("magentoLinkSeen")
                .setParameter("realmId", realmId)
                .setParameter("identityKey", login.identity().key())
                .setParameter("userId", userId)
                .setParameter("email", email)
                .setParameter("verified", login.emailVerified())
                .setParameter("emailText", email == null ? "" : email)
                .setParameter("now", now.toEpochMilli())
                .setParameter("before", now.minus(Sighting.NOTED_EVERY).toEpochMilli())
                .executeUpdate();
    }

    /** The address of the account's owner at upstream, if upstream vouched for it at the last sign-in there. */
    Optional<String> verifiedAddressOf(String userId, String alias) {
        return row(userId, alias)
                .filter(row -> Boolean.TRUE.equals(row.upstreamEmailVerified))
                .map(row -> row.upstreamEmail);
    }

    /** When the account's owner last came by the link, as far as that is written: see {@link #seen}. */
    public Optional<Instant> lastSeenOf(String userId, String alias) {
        return row(userId, alias).map(row -> row.lastSeen).map(Instant::ofEpochMilli);
    }

    /** Whether somebody came from this issuer by this provider since then. */
    public boolean isSeenSince(String alias, String issuer, Instant since) {
        return !entities.createNamedQuery("magentoLinkSeenSince", String.class)
                .setParameter("realmId", realmId)
                .setParameter("alias", alias)
                .setParameter("issuer", issuer)
                .setParameter("since", since.toEpochMilli())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** All links of the account. */
    List<Link> ofAccount(String userId) {
        return entities.createNamedQuery("magentoLinksOfUser", LinkEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultStream()
                .map(LinkRegistry::link)
                .toList();
    }

    void removeAccount(String userId) {
        entities.createNamedQuery("magentoLinkRemoveByUser")
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    void removeProvider(String alias) {
        entities.createNamedQuery("magentoLinkRemoveByAlias")
                .setParameter("realmId", realmId)
                .setParameter("alias", alias)
                .executeUpdate();
    }

    void removeRealm() {
        entities.createNamedQuery("magentoLinkRemoveByRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    /** An address too long for its column is none that the account could have. */
    private static @Nullable String fitting(@Nullable String email) {
        return email == null || email.length() > MAX_EMAIL_LENGTH ? null : email;
    }

    static Link link(LinkEntity entity) {
        return new Link(
                entity.userId,
                new UpstreamIdentity(entity.issuer, entity.subject),
                Instant.ofEpochMilli(entity.linkedAt),
                LinkProof.valueOf(entity.proof.toUpperCase(Locale.ROOT).replace('-', '_')),
                Link.read(entity.secondFactors));
    }
}
