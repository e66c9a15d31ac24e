package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.OperatorReason;
import java.time.Instant;

/**
 * An account let through the gate.
 *
 * @param userId the account's id
 * @param until the end, exclusive: on this very instant the account is stopped again
 * @param reason why, in the operator's words; 1 to {@value #MAX_REASON_LENGTH} characters on one line
 * @param grantedBy the id of the administrator who granted it
 * @param grantedAt when
 */
public record Exemption(String userId, Instant until, String reason, String grantedBy, Instant grantedAt) {
    public static final int MAX_REASON_LENGTH = OperatorReason.MAX_LENGTH;

    public Exemption {
        OperatorReason.check(reason);
        if (!until.isAfter(grantedAt)) {
            throw new IllegalArgumentException("The end of an exemption lies in the future.");
        }
    }
}
