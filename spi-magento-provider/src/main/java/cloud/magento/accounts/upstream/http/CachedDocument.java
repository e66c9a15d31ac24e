package cloud.magento.accounts.upstream.http;

import cloud.magento.accounts.net.CallDeadline;
import cloud.magento.accounts.net.TokenBucket;
import cloud.magento.accounts.upstream.protocol.Failure;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A document of upstream's that is fetched by one request at a time and served to all. It is good for {@link #FRESH};
 * after that it is renewed, and while upstream cannot be asked the old one serves until it is {@link #STALE}. A failure
 * is remembered for {@link #PAUSE}, and nobody waits for an attempt that follows one, so that requests do not queue for
 * an upstream that is down. A failure of a request that had little time left is not cached.
 *
 * @param <T> what the document was read into
 */
public final class CachedDocument<T> {
    public static final Duration FRESH = Duration.ofMinutes(30);
    public static final Duration STALE = Duration.ofHours(24);
    public static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int WAITERS = 32;

    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Semaphore waiters = new Semaphore(WAITERS);
    private volatile @Nullable Held<T> held;
    private volatile @Nullable Missed missed;

    private record Held<T>(T value, long at) {}

    private record Missed(Failure failure, long at) {}

    public CachedDocument(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public Outcome<T> get(CallDeadline deadline, Supplier<Outcome<T>> fetch) {
        Held<T> current = held;
        if (current != null && isWithin(current.at(), FRESH)) {
            return Outcome.of(current.value());
        }
        if (current == null || !isWithin(current.at(), STALE)) {
            return renew(current, deadline, fetch);
        }
        if (fetching.isLocked()) {
            return Outcome.of(current.value());
        }
        Outcome<T> renewed = renew(current, deadline, fetch);
        return renewed instanceof Outcome.Failed<T> ? Outcome.of(current.value()) : renewed;
    }

    /**
     * A document newer than the one that was seen, for key rotation. Where
     * renewals are asked for faster than the pace allows, the one that is there has to do.
     */
    public Outcome<T> newerThan(T seen, TokenBucket pace, CallDeadline deadline, Supplier<Outcome<T>> fetch) {
        Held<T> current = held;
        if (current == null || current.value() != seen) {
            return get(deadline, fetch);
        }
        if (!pace.tryTake()) {
            return Outcome.of(seen);
        }
        Outcome<T> renewed = renew(current, deadline, fetch);
        return renewed instanceof Outcome.Failed<T> ? Outcome.of(seen) : renewed;
    }

    /** Fetches, unless somebody else has done so while this request was waiting. */
    private Outcome<T> renew(@Nullable Held<T> known, CallDeadline deadline, Supplier<Outcome<T>> fetch) {
        Missed failure = missed;
        if (failure != null && (fetching.isLocked() || isWithin(failure.at(), PAUSE))) {
            return Outcome.failed(failure.failure());
        }
        if (!waiters.tryAcquire()) {
            return Outcome.failed(UpstreamFault.BUSY);
        }
        try {
            if (!fetching.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.failed(UpstreamFault.TIMEOUT);
            }
            try {
                Held<T> current = held;
                return current != null && !current.equals(known) ? Outcome.of(current.value()) : fetch(deadline, fetch);
            } finally {
                fetching.unlock();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Outcome.failed(UpstreamFault.TIMEOUT);
        } finally {
            waiters.release();
        }
    }

    private Outcome<T> fetch(CallDeadline deadline, Supplier<Outcome<T>> fetch) {
        Missed failure = missed;
        if (failure != null && isWithin(failure.at(), PAUSE)) {
            return Outcome.failed(failure.failure());
        }
        boolean ample = deadline.isAmple();
        Outcome<T> fetched = fetch.get();
        long now = nanoTime.getAsLong();
        if (fetched instanceof Outcome.Success<T> success) {
            held = new Held<>(success.value(), now);
            missed = null;
        } else if (ample && fetched instanceof Outcome.Failed<T> failed) {
            missed = new Missed(failed.failure(), now);
        }
        return fetched;
    }

    private boolean isWithin(long since, Duration span) {
        return nanoTime.getAsLong() - since < span.toNanos();
    }
}
