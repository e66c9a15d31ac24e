package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.CampaignState;
import cloud.magento.accounts.campaign.MailCounts;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as the API tells of it.
 *
 * @param state {@code running}, {@code stopped} or {@code ended}
 * @param days before the deadline; left out of one that is sent once
 * @param changedAt when it came to its state
 * @param fault why no mail could be sent at the last try
 * @param mails how many there are in each state: {@code waiting}, {@code sending}, {@code sent}, {@code failed}, {@code
 *     doubtful}, {@code skipped}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignBody(
        String id,
        String state,
        @Nullable String group,
        @Nullable String cohort,
        @Nullable Integer withinDays,
        boolean unverified,
        @Nullable List<Integer> days,
        int perMinute,
        String page,
        @Nullable String startedBy,
        String startedAt,
        String changedAt,
        @Nullable String fault,
        Map<String, Long> mails) {

    /** Whether mails of it may go out. */
    @JsonIgnore
    public boolean isRunning() {
        return state.equals(CampaignState.RUNNING.id());
    }

    /** Whether it can be resumed. */
    @JsonIgnore
    public boolean isStopped() {
        return state.equals(CampaignState.STOPPED.id());
    }

    static CampaignBody of(Campaign campaign, MailCounts counts) {
        Campaign.Terms terms = campaign.terms();
        return new CampaignBody(
                campaign.id(),
                campaign.state().id(),
                terms.group(),
                terms.cohort(),
                terms.withinDays(),
                terms.unverified(),
                terms.schedule().isOnce() ? null : terms.schedule().days(),
                terms.perMinute(),
                terms.page(),
                campaign.startedBy(),
                campaign.startedAt().toString(),
                campaign.changedAt().toString(),
                campaign.fault(),
                counts.byId());
    }
}
