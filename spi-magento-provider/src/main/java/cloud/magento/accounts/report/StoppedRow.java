package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account that would be stopped.
 *
 * @param userId the account's id
 * @param username the account's name
 * @param email the account's address, if it has one
 * @param reason {@link ReasonCode#LINK_REQUIRED} or {@link ReasonCode#LOGIN_REQUIRED}
 * @param deadline its deadline
 * @param applications where it came in of late by a way that is then closed to it, by the clients' ids; of a list that
 *     is filtered by application or way, only those
 */
public record StoppedRow(
        String userId,
        String username,
        @Nullable String email,
        ReasonCode reason,
        Instant deadline,
        List<Use> applications) {
    public StoppedRow {
        applications = List.copyOf(applications);
    }

    /**
     * An application.
     *
     * @param clientId the client's id, as applications name it
     * @param ways the ways that are then closed to the account
     * @param lastDay the last day that it came in by one of them, in UTC
     */
    public record Use(String clientId, List<SignInWay> ways, LocalDate lastDay) {
        public Use {
            ways = List.copyOf(ways);
        }
    }
}
