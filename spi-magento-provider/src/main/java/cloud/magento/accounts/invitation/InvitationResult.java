package cloud.magento.accounts.invitation;

import cloud.magento.accounts.registry.Invitation;
import org.jspecify.annotations.Nullable;

/**
 * What came of inviting an account.
 *
 * @param invitation the one that was sent; null where none was, and in a dry run
 * @param problem why not; null where it was, and where there was nothing to do
 */
public record InvitationResult(
        boolean invited,
        @Nullable Invitation invitation,
        @Nullable InvitationProblem problem) {
    static InvitationResult of(InvitationProblem problem) {
        return new InvitationResult(false, null, problem);
    }
}
