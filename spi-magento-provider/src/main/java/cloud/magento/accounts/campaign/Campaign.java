package cloud.magento.accounts.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it stands.
 *
 * @param terms what the operator asked for
 * @param startedBy the id of the operator; null once that one was erased
 * @param changedAt when it came to its state
 * @param fault why no mail could be sent at the last try; null where it could
 */
public record Campaign(
        String id,
        Terms terms,
        CampaignState state,
        @Nullable String startedBy,
        Instant startedAt,
        Instant changedAt,
        @Nullable String fault) {
    public static final int USUAL_PER_MINUTE = 300;
    public static final int MOST_PER_MINUTE = 60_000;

    /**
     * What a campaign is to be.
     *
     * @param group the id of a group, whose members alone are reminded, with those of groups below it; null for all
     * @param cohort the id of a cohort's group, or {@code none} for accounts in no cohort; null for all
     * @param withinDays only accounts whose deadline comes within so many days, or has passed; null for all
     * @param unverified whether to write to addresses, too, that nobody has verified
     * @param perMinute how many mails a minute go at the most
     * @param page where the mail's one link leads: the account page, which asks for the sign-in
     */
    public record Terms(
            @Nullable String group,
            @Nullable String cohort,
            @Nullable Integer withinDays,
            boolean unverified,
            ReminderSchedule schedule,
            int perMinute,
            String page) {
        /** @throws IllegalArgumentException with a sentence for the operator */
        public Terms {
            if (withinDays != null && (withinDays < 1 || withinDays > ReminderSchedule.MOST_DAYS)) {
                throw new IllegalArgumentException(
                        "\"withinDays\" is a number from 1 to " + ReminderSchedule.MOST_DAYS + ".");
            }
            if (perMinute < 1 || perMinute > MOST_PER_MINUTE) {
                throw new IllegalArgumentException("\"perMinute\" is a number from 1 to " + MOST_PER_MINUTE + ".");
            }
        }

        /** What is the same of two campaigns that would write to the same accounts for the same reason. */
        String audience() {
            return String.join(
                    "|",
                    String.valueOf(group),
                    String.valueOf(cohort),
                    String.valueOf(withinDays),
                    String.valueOf(unverified),
                    schedule.stored());
        }
    }
}
