package cloud.magento.accounts.upstream.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why upstream gave nothing that can be used.
 *
 * @param fault what was wrong
 * @param retryAfter how long upstream asks to be left alone, or null where it does not say
 * @param status the HTTP status that it answered, or null where there was none or it is not what failed
 */
public record Failure(
        UpstreamFault fault,
        @Nullable Duration retryAfter,
        @Nullable Integer status) {
    public Failure(UpstreamFault fault, @Nullable Duration retryAfter) {
        this(fault, retryAfter, null);
    }

    public static Failure of(UpstreamFault fault) {
        return new Failure(fault, null);
    }
}
