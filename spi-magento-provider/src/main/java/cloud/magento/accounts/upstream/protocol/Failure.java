package cloud.magento.accounts.upstream.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why upstream gave nothing that can be used.
 *
 * @param fault what was wrong
 * @param retryAfter how long upstream asks to be left alone, or null where it does not say
 */
public record Failure(UpstreamFault fault, @Nullable Duration retryAfter) {
    public static Failure of(UpstreamFault fault) {
        return new Failure(fault, null);
    }
}
