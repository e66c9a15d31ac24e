package cloud.magento.accounts.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code MAGENTO_LINK}. Unique by (realm, identity key) and by (realm, user, alias). The identity key is a
 * digest of issuer and subject, so that subjects compare letter by letter under any collation and fit into any index.
 */
@Entity
@Table(name = "MAGENTO_LINK")
@NamedQuery(
        name = "magentoLinkByUser",
        query = "select l from LinkEntity l where l.realmId = :realmId and l.userId = :userId and l.alias = :alias")
@NamedQuery(
        name = "magentoLinkByIdentity",
        query = "select l from LinkEntity l where l.realmId = :realmId and l.identityKey = :identityKey")
@NamedQuery(
        name = "magentoLinksAfter",
        query = "select l from LinkEntity l where l.realmId = :realmId and l.alias = :alias and l.userId > :after"
                + " order by l.userId")
@NamedQuery(
        name = "magentoLinksOfUsers",
        query = "select l from LinkEntity l where l.realmId = :realmId and l.alias = :alias and l.userId in :userIds")
@NamedQuery(
        name = "magentoLinksAmong",
        query = "select l from LinkEntity l where l.realmId = :realmId and l.identityKey in :keys")
@NamedQuery(
        name = "magentoLinkCountByAlias",
        query = "select count(l) from LinkEntity l where l.realmId = :realmId and l.alias = :alias")
@NamedQuery(
        name = "magentoLinkSeenSince",
        query = "select l.id from LinkEntity l where l.realmId = :realmId and l.alias = :alias"
                + " and l.issuer = :issuer and l.lastSeen >= :since")
@NamedQuery(
        name = "magentoLinkSeen",
        query = "update LinkEntity l set l.lastSeen = :now, l.upstreamEmail = :email,"
                + " l.upstreamEmailVerified = :verified"
                + " where l.realmId = :realmId and l.identityKey = :identityKey and l.userId = :userId"
                + " and (l.lastSeen is null or l.lastSeen < :before or coalesce(l.upstreamEmail, '') <> :emailText"
                + " or coalesce(l.upstreamEmailVerified, false) <> :verified)")
@NamedQuery(
        name = "magentoLinkOrphans",
        query = "select distinct l.userId from LinkEntity l where l.realmId = :realmId and l.userId not like 'f:%'"
                + " and not exists (select 1 from UserEntity u where u.id = l.userId)")
@NamedQuery(
        name = "magentoLinksOfUser",
        query = "select l from LinkEntity l where l.realmId = :realmId and l.userId = :userId")
@NamedQuery(
        name = "magentoIdentitiesOfUser",
        query = "select l.alias, l.issuer, l.subject, l.linkedAt, l.secondFactors, l.proof from LinkEntity l"
                + " where l.realmId = :realmId and l.userId = :userId")
@NamedQuery(
        name = "magentoLinkRemoveByUser",
        query = "delete from LinkEntity l where l.realmId = :realmId and l.userId = :userId")
@NamedQuery(
        name = "magentoLinkRemoveByAlias",
        query = "delete from LinkEntity l where l.realmId = :realmId and l.alias = :alias")
@NamedQuery(name = "magentoLinkAliases", query = "select distinct l.alias from LinkEntity l where l.realmId = :realmId")
@NamedQuery(name = "magentoLinkRemoveByRealm", query = "delete from LinkEntity l where l.realmId = :realmId")
class LinkEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "ALIAS", nullable = false)
    String alias = "";

    @Column(name = "ISSUER", length = 2048, nullable = false)
    String issuer = "";

    @Column(name = "SUBJECT", nullable = false)
    String subject = "";

    @Column(name = "IDENTITY_KEY", length = 64, nullable = false)
    String identityKey = "";

    @Column(name = "USER_ID", nullable = false)
    String userId = "";

    /** Milliseconds since the epoch. */
    @Column(name = "LINKED_AT", nullable = false)
    long linkedAt;

    @Column(name = "PROOF", length = 32, nullable = false)
    String proof = "";

    /** Milliseconds since the epoch; null before the first sign-in through upstream. */
    @Column(name = "LAST_SEEN")
    @Nullable
    Long lastSeen;

    /** As upstream gave it at the last sign-in there. */
    @Column(name = "UPSTREAM_EMAIL")
    @Nullable
    String upstreamEmail;

    /** Whether upstream vouched for it then; null of a link from before that was kept. */
    @Column(name = "UPSTREAM_EMAIL_VERIFIED")
    @Nullable
    Boolean upstreamEmailVerified;

    /** Of an account that a directory holds: see {@link DirectoryEntry}. */
    @Column(name = "DIRECTORY_ENTRY", length = 64)
    @Nullable
    String directoryEntry;

    /** Kinds of credentials, one space between two: see {@link Link#secondFactors}. */
    @Column(name = "SECOND_FACTORS")
    @Nullable
    String secondFactors;
}
