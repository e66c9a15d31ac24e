package cloud.magento.accounts.upstream.http;

import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the calls to one provider's upstream went, as this node has seen it. Only what says something of upstream counts:
 * not a call that had too little time left, or was not made.
 *
 * @param since since when it answers, or fails, as it does now: the first of the calls that went alike
 * @param isFailing whether the newest call failed
 * @param lastSuccess when it last answered, or null
 * @param lastFailure when it last failed, or null
 * @param lastFault what was wrong then, or null
 */
public record CallHistory(
        Instant since,
        boolean isFailing,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastFailure,
        @Nullable UpstreamFault lastFault) {

    /** The history with one more call. */
    static CallHistory with(@Nullable CallHistory before, @Nullable UpstreamFault fault, Instant at) {
        boolean isFailing = fault != null;
        Instant since = before != null && before.isFailing == isFailing ? before.since : at;
        return isFailing
                ? new CallHistory(since, true, before == null ? null : before.lastSuccess, at, fault)
                : new CallHistory(
                        since,
                        false,
                        at,
                        before == null ? null : before.lastFailure,
                        before == null ? null : before.lastFault);
    }
}
