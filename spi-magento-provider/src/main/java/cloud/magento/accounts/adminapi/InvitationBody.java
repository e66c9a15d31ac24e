package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.InvitationEnd;
import cloud.magento.accounts.registry.InvitationState;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as the API tells of it.
 *
 * @param state {@code sending}, {@code sent}, {@code opened}, {@code done}, {@code failed}, {@code expired} or {@code
 * withdrawn}
 * @param reason why it ended, where the state alone does not say
 * @param changedAt when it came to the state; of one that expired, when it came to the one before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvitationBody(
        String id,
        String userId,
        String state,
        @Nullable String reason,
        String invitedBy,
        String invitedAt,
        String until,
        String changedAt,
        @Nullable String call,
        boolean mailAlone) {
    /** Whether the account can still be linked by it. */
    @JsonIgnore
    public boolean isLive() {
        return InvitationState.ofId(state).filter(InvitationState::isLive).isPresent();
    }

    static InvitationBody of(Invitation invitation, Instant now) {
        return new InvitationBody(
                invitation.id(),
                invitation.userId(),
                invitation.stateAt(now).id(),
                invitation.endAt(now).map(InvitationEnd::id).orElse(null),
                invitation.invitedBy(),
                invitation.invitedAt().toString(),
                invitation.until().toString(),
                invitation.changedAt().toString(),
                invitation.call(),
                invitation.mailAlone());
    }
}
