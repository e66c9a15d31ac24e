package cloud.magento.accounts.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code MAGENTO_CAMPAIGN_MAIL}: one account and one step of a campaign. Whoever moves it out of {@code
 * waiting} sends the mail, and only one can.
 */
@Entity
@Table(name = "MAGENTO_CAMPAIGN_MAIL")
@IdClass(CampaignMailEntity.Key.class)
@NamedQuery(
        name = "magentoCampaignMailWaiting",
        query = "select m.step, m.userId from CampaignMailEntity m where m.campaignId = :campaignId"
                + " and m.state = 'waiting' and m.userId > :after order by m.userId")
@NamedQuery(
        name = "magentoCampaignMailClaim",
        query = "update CampaignMailEntity m set m.state = :state, m.reason = :reason, m.changedAt = :now"
                + " where m.campaignId = :campaignId and m.step = :step and m.userId = :userId"
                + " and m.state = 'waiting' and exists"
                + " (select c.id from CampaignEntity c where c.id = m.campaignId and c.state = 'running')")
@NamedQuery(
        name = "magentoCampaignMailDone",
        query = "update CampaignMailEntity m set m.state = :state, m.reason = :reason, m.deadlineAt = :deadlineAt,"
                + " m.changedAt = :now where m.campaignId = :campaignId and m.step = :step and m.userId = :userId"
                + " and m.state in ('sending', 'doubtful')")
@NamedQuery(
        name = "magentoCampaignMailAgain",
        query = "update CampaignMailEntity m set m.state = case when m.tries < :tries then 'waiting' else 'failed' end,"
                + " m.reason = :reason, m.tries = m.tries + :counted, m.changedAt = :now"
                + " where m.campaignId = :campaignId and m.step = :step and m.userId = :userId"
                + " and m.state in ('sending', 'doubtful')")
@NamedQuery(
        name = "magentoCampaignMailOrphaned",
        query = "update CampaignMailEntity m set m.state = 'doubtful', m.reason = :reason"
                + " where m.campaignId = :campaignId and m.state = 'sending'")
@NamedQuery(
        name = "magentoCampaignMailCounts",
        query = "select m.state, count(m) from CampaignMailEntity m where m.campaignId = :campaignId group by m.state")
@NamedQuery(
        name = "magentoCampaignMailPage",
        query = "select m from CampaignMailEntity m where m.campaignId = :campaignId and m.state in :states"
                + " and (m.userId > :userId or m.userId = :userId and m.step < :step)"
                + " order by m.userId, m.step desc")
@NamedQuery(
        name = "magentoCampaignMailRemoveByUser",
        query = "delete from CampaignMailEntity m where m.userId = :userId")
@NamedQuery(
        name = "magentoCampaignMailRemoveByRealm",
        query = "delete from CampaignMailEntity m where m.campaignId in"
                + " (select c.id from CampaignEntity c where c.realmId = :realmId)")
class CampaignMailEntity {
    @Id
    @Column(name = "CAMPAIGN_ID", length = 36)
    String campaignId = "";

    @Id
    @Column(name = "STEP")
    int step;

    @Id
    @Column(name = "USER_ID")
    String userId = "";

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    @Column(name = "REASON", length = 32)
    @Nullable
    String reason;

    /** Milliseconds since the epoch, as the next. */
    @Column(name = "DEADLINE_AT")
    @Nullable
    Long deadlineAt;

    @Column(name = "CHANGED_AT", nullable = false)
    long changedAt;

    @Column(name = "TRIES", nullable = false)
    int tries;

    static final class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        String campaignId = "";
        int step;
        String userId = "";

        Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && campaignId.equals(key.campaignId)
                    && step == key.step
                    && userId.equals(key.userId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(campaignId, step, userId);
        }
    }
}
