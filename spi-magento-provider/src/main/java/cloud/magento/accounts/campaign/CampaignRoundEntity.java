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
 * A row of {@code MAGENTO_CAMPAIGN_ROUND}: how far the accounts of one deadline were looked up for one step of a
 * campaign, so that a server that stops in the middle goes on there.
 */
@Entity
@Table(name = "MAGENTO_CAMPAIGN_ROUND")
@IdClass(CampaignRoundEntity.Key.class)
@NamedQuery(
        name = "magentoCampaignRoundRemoveByRealm",
        query = "delete from CampaignRoundEntity r where r.campaignId in"
                + " (select c.id from CampaignEntity c where c.realmId = :realmId)")
class CampaignRoundEntity {
    @Id
    @Column(name = "CAMPAIGN_ID", length = 36)
    String campaignId = "";

    @Id
    @Column(name = "STEP")
    int step;

    /** Milliseconds since the epoch; 0 for what is sent once, whatever the deadline. */
    @Id
    @Column(name = "DEADLINE_AT")
    long deadlineAt;

    /** The account after which to go on; empty before the first. */
    @Column(name = "AFTER_ID")
    @Nullable
    String after;

    /** When all were looked up; 0 while they are not. */
    @Column(name = "PLANNED_AT", nullable = false)
    long plannedAt;

    static final class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        String campaignId = "";
        int step;
        long deadlineAt;

        Key() {}

        Key(String campaignId, int step, long deadlineAt) {
            this.campaignId = campaignId;
            this.step = step;
            this.deadlineAt = deadlineAt;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && campaignId.equals(key.campaignId)
                    && step == key.step
                    && deadlineAt == key.deadlineAt;
        }

        @Override
        public int hashCode() {
            return Objects.hash(campaignId, step, deadlineAt);
        }
    }
}
