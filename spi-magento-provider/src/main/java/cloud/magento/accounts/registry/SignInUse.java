package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.SignInWay;
import java.time.LocalDate;
import java.util.Map;

/**
 * In which application an account signed in of late.
 *
 * @param clientId the client's id in the database
 * @param days the last day of each way, in UTC; never empty
 */
public record SignInUse(String clientId, Map<SignInWay, LocalDate> days) {
    public SignInUse {
        days = Map.copyOf(days);
    }
}
