package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.report.KeptPasswords;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The declared outage of a realm as the API tells of it.
 *
 * @param declared whether one is in force
 * @param maxHours how long one may last
 * @param accounts whom it lets in, where something was, or would be, changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OutageBody(
        boolean declared,
        @Nullable String since,
        @Nullable String until,
        @Nullable String reason,
        @Nullable String declaredBy,
        long maxHours,
        @Nullable Accounts accounts) {

    /** How many enabled accounts are linked, and how many of them their kept password opens meanwhile. */
    public record Accounts(long linked, long admitted) {
        static Accounts of(KeptPasswords counted) {
            return new Accounts(counted.linked(), counted.admitted());
        }
    }

    static OutageBody of(@Nullable Outage outage, long maxHours, @Nullable Accounts accounts) {
        return outage == null
                ? new OutageBody(false, null, null, null, null, maxHours, accounts)
                : new OutageBody(
                        true,
                        outage.since().toString(),
                        outage.until().toString(),
                        outage.reason(),
                        outage.declaredBy(),
                        maxHours,
                        accounts);
    }
}
