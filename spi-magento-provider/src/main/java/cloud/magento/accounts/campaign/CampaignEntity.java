package cloud.magento.accounts.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code MAGENTO_CAMPAIGN}. Unique by (realm, live audience), so that what is asked for twice, by a double
 * click or two operators, runs once. One node at a time works for a campaign: the one that has the lease.
 */
@Entity
@Table(name = "MAGENTO_CAMPAIGN")
@NamedQuery(
        name = "magentoCampaignsPage",
        query = "select c from CampaignEntity c where c.realmId = :realmId"
                + " and (c.startedAt < :at or c.startedAt = :at and c.id < :id) order by c.startedAt desc, c.id desc")
@NamedQuery(
        name = "magentoCampaignsDue",
        query = "select c.id, c.realmId from CampaignEntity c where c.state = 'running' and c.nextAt <= :now"
                + " and (c.leaseUntil <= :now or c.leasedBy = :node)")
@NamedQuery(
        name = "magentoCampaignLive",
        query = "select c.id from CampaignEntity c where c.realmId = :realmId and c.liveKey = :liveKey")
@NamedQuery(
        name = "magentoCampaignForgetPerson",
        query = "update CampaignEntity c set c.startedBy = null where c.startedBy = :userId")
@NamedQuery(name = "magentoCampaignRemoveByRealm", query = "delete from CampaignEntity c where c.realmId = :realmId")
class CampaignEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "GROUP_ID", length = 36)
    @Nullable
    String groupId;

    @Column(name = "COHORT", length = 36)
    @Nullable
    String cohort;

    @Column(name = "WITHIN_DAYS")
    @Nullable
    Integer withinDays;

    @Column(name = "UNVERIFIED", nullable = false)
    boolean unverified;

    /** Days before the deadline, separated by commas; null for once. */
    @Column(name = "DAYS", length = 64)
    @Nullable
    String days;

    @Column(name = "PER_MINUTE", nullable = false)
    int perMinute;

    @Column(name = "PAGE", length = 1024, nullable = false)
    String page = "";

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    /** A digest of the audience for as long as it runs, else null. */
    @Column(name = "LIVE_KEY", length = 64)
    @Nullable
    String liveKey;

    @Column(name = "STARTED_BY")
    @Nullable
    String startedBy;

    /** Milliseconds since the epoch, as all that ends in At. */
    @Column(name = "STARTED_AT", nullable = false)
    long startedAt;

    @Column(name = "CHANGED_AT", nullable = false)
    long changedAt;

    @Column(name = "FAULT", length = 32)
    @Nullable
    String fault;

    /** How many tries in a row reached nobody. */
    @Column(name = "FAILURES", nullable = false)
    int failures;

    /** The node that works for it. */
    @Column(name = "LEASED_BY", length = 36)
    @Nullable
    String leasedBy;

    @Column(name = "LEASE_UNTIL", nullable = false)
    long leaseUntil;

    /** From when to look at it again. */
    @Column(name = "NEXT_AT", nullable = false)
    long nextAt;

    /** From when a mail may go, in microseconds since the epoch. */
    @Column(name = "NEXT_MAIL", nullable = false)
    long nextMail;
}
