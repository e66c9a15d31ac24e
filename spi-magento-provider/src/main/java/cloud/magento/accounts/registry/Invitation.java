package cloud.magento.accounts.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator's invitation to one account to be linked, or to be linked anew.
 *
 * @param id by which it is spoken of; it opens nothing
 * @param userId the account
 * @param addressKey a digest of the address that it was mailed to
 * @param call the name of the call that it was sent by; null where that has none
 * @param mailAlone whether the mail may prove an account that has nothing of its own to prove it by
 * @param invitedBy the id of the operator
 * @param until exclusive
 * @param stored the state as it was last written
 * @param end why it ended; null where it did not, or where the state says it
 * @param changedAt when the state was last written
 */
public record Invitation(
        String id,
        String userId,
        String addressKey,
        @Nullable String call,
        boolean mailAlone,
        String invitedBy,
        Instant invitedAt,
        Instant until,
        InvitationState stored,
        @Nullable InvitationEnd end,
        Instant changedAt) {
    /** So long a mail server may take. What is still being sent after it, its server did not live to tell of. */
    static final Duration SENDING = Duration.ofMinutes(10);

    /** So many wrong passwords and codes end an invitation. */
    public static final int TRIES = 10;

    /** Where it stands at this instant. */
    public InvitationState stateAt(Instant now) {
        if (stored.isLive() && !now.isBefore(until)) {
            return InvitationState.EXPIRED;
        }
        return isInterrupted(now) ? InvitationState.FAILED : stored;
    }

    /** Why it ended, where {@link #stateAt} alone does not say. */
    public Optional<InvitationEnd> endAt(Instant now) {
        return isInterrupted(now) && now.isBefore(until)
                ? Optional.of(InvitationEnd.INTERRUPTED)
                : Optional.ofNullable(end);
    }

    /** Whether the account can be linked by it at this instant. A mail that may have arrived counts. */
    public boolean opensAt(Instant now) {
        return stored.isLive() && now.isBefore(until);
    }

    private boolean isInterrupted(Instant now) {
        return stored == InvitationState.SENDING && !now.isBefore(changedAt.plus(SENDING));
    }
}
