package cloud.magento.accounts.upstream.http;

import cloud.magento.accounts.net.CallDeadline;
import cloud.magento.accounts.net.Daemons;
import cloud.magento.accounts.net.NetworkRule;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Resolves names within a deadline. The platform's lookup cannot be interrupted and may hang for half a minute, so it
 * runs on a few threads of its own. No provider may keep more than {@value #OF_ONE} of them, so that one whose names
 * hang leaves the others theirs; what is beyond fails at once.
 */
public final class DnsLookup implements AutoCloseable {
    private static final int THREADS = 32;
    private static final int OF_ONE = 4;
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), Daemons.named("magento-upstream-names"));

    private final Map<String, Semaphore> underWay = new ConcurrentHashMap<>();

    /**
     * The host's addresses that the rule admits.
     *
     * @param owner the provider that asks
     */
    public Outcome<List<InetAddress>> addresses(String owner, URI url, NetworkRule rule, CallDeadline deadline) {
        return resolve(owner, url.getHost(), deadline).flatMap(all -> {
            List<InetAddress> admitted = all.stream().filter(rule::admits).toList();
            return admitted.isEmpty() ? Outcome.failed(UpstreamFault.ADDRESS_NOT_ALLOWED) : Outcome.of(admitted);
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Outcome<List<InetAddress>> resolve(String owner, String host, CallDeadline deadline) {
        if (LITERAL.matcher(host).matches()) {
            return lookUp(host);
        }
        Semaphore own = underWay.computeIfAbsent(owner, unknown -> new Semaphore(OF_ONE));
        try {
            if (!own.tryAcquire(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.failed(UpstreamFault.BUSY);
            }
            Future<Outcome<List<InetAddress>>> lookup = submit(own, host);
            return lookup.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Outcome.failed(UpstreamFault.TIMEOUT);
        } catch (RejectedExecutionException e) {
            return Outcome.failed(UpstreamFault.BUSY);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Outcome.failed(UpstreamFault.TIMEOUT);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Gives the thread back when the lookup is over, not when nobody waits for it any more. */
    private Future<Outcome<List<InetAddress>>> submit(Semaphore own, String host) {
        try {
            return threads.submit(() -> {
                try {
                    return lookUp(host);
                } finally {
                    own.release();
                }
            });
        } catch (RejectedExecutionException e) {
            own.release();
            throw e;
        }
    }

    private static Outcome<List<InetAddress>> lookUp(String host) {
        try {
            return Outcome.of(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException unknown) {
            return Outcome.failed(UpstreamFault.NAME_UNKNOWN);
        }
    }
}
