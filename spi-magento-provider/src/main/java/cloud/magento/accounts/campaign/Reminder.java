package cloud.magento.accounts.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign has for one account: the proof of who was reminded.
 *
 * @param step how many days before the deadline; {@link ReminderSchedule#NOW} for what is sent once
 * @param reason why it failed or was skipped; null where it did not, or was not
 * @param deadline that the mail told; null before it was sent
 * @param changedAt when it came to its state
 */
public record Reminder(
        String userId,
        int step,
        MailState state,
        @Nullable String reason,
        @Nullable Instant deadline,
        Instant changedAt) {}
