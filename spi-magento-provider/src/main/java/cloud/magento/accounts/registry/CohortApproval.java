package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.OperatorReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group's later deadline, approved.
 *
 * @param groupId the id of the group that has the date; a group of the same name that is made later is another
 * @param deadline the latest date that is approved
 * @param reason why, in the operator's words; 1 to 500 characters on one line
 * @param approvedBy the id of the administrator who approved it, or null where it came with the realm or from an
 *     earlier version
 * @param approvedAt when
 */
public record CohortApproval(
        String groupId,
        Instant deadline,
        String reason,
        @Nullable String approvedBy,
        Instant approvedAt) {
    public CohortApproval {
        OperatorReason.check(reason);
    }
}
