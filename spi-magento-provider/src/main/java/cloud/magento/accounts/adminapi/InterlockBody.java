package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.interlock.Missing;
import cloud.magento.accounts.interlock.Outlook;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would be said if the policy were enforced, as the API tells it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InterlockBody(
        String at,
        boolean enforced,
        String deadline,
        long stopped,
        List<Missing> conditions,
        @Nullable Next next) {

    /** The next date that comes. */
    public record Next(String at, long stopped) {}

    static InterlockBody of(Outlook outlook) {
        Outlook.Next next = outlook.next();
        return new InterlockBody(
                outlook.at().toString(),
                outlook.enforced(),
                outlook.deadline().toString(),
                outlook.stopped(),
                outlook.conditions(),
                next == null ? null : new Next(next.at().toString(), next.stopped()));
    }
}
