package cloud.magento.accounts.reminder;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.ReminderSchedule;
import cloud.magento.accounts.report.Recipients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which accounts a campaign writes to, by their deadlines, and which of its steps it is time for. */
public final class CampaignPlan {
    private CampaignPlan() {}

    /**
     * Accounts with one deadline, whose turn for a step has come.
     *
     * @param deadline null for what is sent once, whatever the deadline
     */
    record Round(int step, @Nullable Instant deadline) {}

    /** Which accounts can be written to at all. */
    public static Recipients.Filter filter(Campaign.Terms terms) {
        return new Recipients.Filter(terms.group(), terms.cohort(), terms.unverified());
    }

    /**
     * Which deadlines a campaign is about.
     *
     * @param begin when it was, or would be, started
     */
    public static Predicate<Instant> deadlines(Campaign.Terms terms, Instant begin) {
        return Optional.ofNullable(terms.withinDays())
                .map(days -> begin.plus(Duration.ofDays(days)))
                .<Predicate<Instant>>map(latest -> deadline -> !deadline.isAfter(latest))
                .orElse(deadline -> true);
    }

    /** The rounds that it is time for. */
    static List<Round> rounds(Campaign campaign, List<Instant> all, Instant now) {
        ReminderSchedule schedule = campaign.terms().schedule();
        if (schedule.isOnce()) {
            return List.of(new Round(ReminderSchedule.NOW, null));
        }
        List<Round> rounds = new ArrayList<>();
        all.stream()
                .filter(deadlines(campaign.terms(), campaign.startedAt()))
                .distinct()
                .forEach(deadline ->
                        schedule.stepAt(now, deadline).ifPresent(step -> rounds.add(new Round(step, deadline))));
        return rounds;
    }

    /** The deadlines of a round's accounts. */
    static Predicate<Instant> deadlines(Campaign campaign, Round round) {
        Instant deadline = round.deadline();
        return deadline == null ? deadlines(campaign.terms(), campaign.startedAt()) : deadline::equals;
    }
}
