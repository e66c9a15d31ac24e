package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.UpstreamState;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Magento.com, as the node that answers knows it.
 *
 * @param health {@code unknown}, {@code answers} or {@code fails}
 * @param since since when it does what it does now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UpstreamBody(
        String alias,
        String issuer,
        boolean enabled,
        String health,
        @Nullable String since,
        @Nullable String lastSuccess,
        @Nullable Failure lastFailure,
        Probe probe,
        OutageBody outage) {

    /** The newest call that failed, and its fault. */
    public record Failure(String at, String fault) {}

    /**
     * The newest probe.
     *
     * @param intervalSeconds how often this node probes; 0 for never
     * @param at when; left out before the first
     * @param fault what was wrong; left out where it was answered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Probe(
            long intervalSeconds,
            @Nullable String at,
            @Nullable String fault) {}

    static UpstreamBody of(MagentoIdentityProviderConfig provider, UpstreamState state, OutageBody outage) {
        return new UpstreamBody(
                provider.getAlias(),
                provider.issuer(),
                provider.isEnabled(),
                state.health().id(),
                text(state.since()),
                text(state.lastSuccess()),
                state.lastFailure() == null || state.lastFault() == null
                        ? null
                        : new Failure(state.lastFailure().toString(), state.lastFault()),
                new Probe(state.probeInterval().toSeconds(), text(state.probedAt()), state.probeFault()),
                outage);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
