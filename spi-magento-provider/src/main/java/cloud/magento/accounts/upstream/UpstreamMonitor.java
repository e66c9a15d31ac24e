package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node's probes of upstream found. A probe asks for metadata and keys, past everything that is remembered of
 * them; one at a time for a provider, however many wish to know.
 */
final class UpstreamMonitor {
    /** How far probes are moved at random, so that the nodes of a cluster do not ask at the same moment. */
    private static final double JITTER = 0.2;

    private final Map<String, Watched> providers = new ConcurrentHashMap<>();
    private final Supplier<Instant> clock;

    UpstreamMonitor(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /**
     * What a probe found.
     *
     * @param at when it was over
     * @param fault what was wrong, or null where upstream answered
     */
    record Probe(Instant at, @Nullable UpstreamFault fault) {
        boolean isOk() {
            return fault == null;
        }
    }

    /** The newest probe of a provider. */
    Optional<Probe> newest(String owner) {
        return Optional.ofNullable(providers.get(owner)).map(watched -> watched.newest);
    }

    /**
     * The newest probe, or a new one where that is older than wished; who comes while one is under way gets the one
     * before, if there is one.
     *
     * @param ask makes a probe; what is wrong, or empty
     * @param recovered told where upstream answers again that did not at the probe before
     */
    Optional<Probe> probe(String owner, Duration maxAge, Supplier<Optional<UpstreamFault>> ask, Runnable recovered) {
        Watched watched = providers.computeIfAbsent(owner, key -> new Watched());
        @Nullable Probe before = watched.newest;
        boolean isFresh = before != null && before.at().plus(maxAge).isAfter(clock.get());
        if (isFresh || !watched.isAsking.compareAndSet(false, true)) {
            return Optional.ofNullable(before);
        }
        try {
            Probe probe = new Probe(clock.get(), ask.get().orElse(null));
            watched.newest = probe;
            if (probe.isOk() && before != null && !before.isOk()) {
                recovered.run();
            }
            return Optional.of(probe);
        } finally {
            watched.isAsking.set(false);
        }
    }

    /**
     * Whether a provider is to be probed now. Not where it has answered anything within the interval: then it is known
     * to be well.
     *
     * @param interval zero where it is never probed
     * @param lastSuccess when it last answered, or null
     * @param random 0 to 1, by how much of the jitter the next probe is moved
     */
    boolean isDue(String owner, Duration interval, @Nullable Instant lastSuccess, double random) {
        if (interval.isZero()) {
            return false;
        }
        Instant now = clock.get();
        Watched watched = providers.computeIfAbsent(owner, key -> new Watched());
        if (now.isBefore(watched.next)) {
            return false;
        }
        watched.next = now.plusMillis((long) (interval.toMillis() * (1 - JITTER + 2 * JITTER * random)));
        boolean isFailing = watched.newest != null && !watched.newest.isOk();
        return isFailing || lastSuccess == null || lastSuccess.plus(interval).isBefore(now);
    }

    /** Forgets what was found of a realm's providers: they may be others now. */
    void forget(String realmId) {
        providers.keySet().removeIf(owner -> owner.startsWith(realmId + " "));
    }

    private static final class Watched {
        private final AtomicBoolean isAsking = new AtomicBoolean();
        private volatile @Nullable Probe newest;
        private volatile Instant next = Instant.EPOCH;
    }
}
