package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.ReminderSchedule;
import cloud.magento.accounts.reminder.CampaignPlan;
import cloud.magento.accounts.report.Recipients;
import cloud.magento.accounts.report.Reports;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * Whom a campaign would reach, if nobody connected meanwhile.
 *
 * @param accounts how many there are at this moment
 * @param unwritable how many more there would be, if they had an address, or a verified one
 * @param atOnce how many of the accounts would be written to as soon as it is started
 * @param minutes how long these take at the least, at the rate that was asked for; begun ones count whole
 * @param deadlines the accounts by their deadline
 * @param reportOnly whether the policy stops nobody yet, whatever the mail says
 * @param page where the mail's link leads
 */
public record CampaignReach(
        long accounts,
        long unwritable,
        long atOnce,
        long minutes,
        List<Deadline> deadlines,
        boolean reportOnly,
        String page) {
    public CampaignReach {
        deadlines = List.copyOf(deadlines);
    }

    /**
     * Accounts of one deadline.
     *
     * @param steps when they are written to; what is over is left out
     */
    public record Deadline(String deadline, long accounts, long unwritable, List<Step> steps) {
        public Deadline {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A mail to each of them.
     *
     * @param days before the deadline; 0 for once, now
     * @param at when it is due; what was due earlier is now
     */
    public record Step(int days, String at) {}

    /** @throws cloud.magento.accounts.report.InvalidFilterException for a group or cohort that is none */
    static CampaignReach of(Reports reports, Campaign.Terms terms) {
        Instant now = reports.now();
        SortedMap<Instant, Recipients.Count> counts =
                reports.recipients(CampaignPlan.filter(terms)).count(CampaignPlan.deadlines(terms, now));
        ReminderSchedule schedule = terms.schedule();
        long accounts =
                counts.values().stream().mapToLong(Recipients.Count::accounts).sum();
        long atOnce = counts.entrySet().stream()
                .filter(one -> schedule.stepAt(now, one.getKey()).isPresent())
                .mapToLong(one -> one.getValue().accounts())
                .sum();
        return new CampaignReach(
                accounts,
                counts.values().stream().mapToLong(Recipients.Count::unwritable).sum(),
                atOnce,
                (atOnce + terms.perMinute() - 1) / terms.perMinute(),
                counts.entrySet().stream()
                        .map(one -> new Deadline(
                                one.getKey().toString(),
                                one.getValue().accounts(),
                                one.getValue().unwritable(),
                                steps(schedule, one.getKey(), now)))
                        .toList(),
                reports.isReportOnly(),
                terms.page());
    }

    private static List<Step> steps(ReminderSchedule schedule, Instant deadline, Instant now) {
        int begun = schedule.stepAt(now, deadline).orElse(Integer.MAX_VALUE);
        return schedule.steps().stream()
                .filter(step -> step <= begun && (schedule.isOnce() || now.isBefore(deadline)))
                .map(step -> new Step(step, (step == begun ? now : ReminderSchedule.begin(deadline, step)).toString()))
                .toList();
    }
}
