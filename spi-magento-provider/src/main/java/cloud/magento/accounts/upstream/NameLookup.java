package cloud.magento.accounts.upstream;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Resolves names within a deadline. The platform's lookup cannot be interrupted and may hang for half a minute, so it
 * runs on a few threads of its own; when all of them hang, lookups fail at once.
 */
final class NameLookup implements AutoCloseable {
    private static final int THREADS = 8;
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), Daemons.named("magento-upstream-names"));

    /** The host's addresses that the rule admits. */
    Outcome<List<InetAddress>> addresses(URI url, NetworkRule rule, Deadline deadline) {
        return resolve(url.getHost(), deadline).then(all -> {
            List<InetAddress> admitted = all.stream().filter(rule::admits).toList();
            return admitted.isEmpty() ? Outcome.failed(UpstreamFault.ADDRESS_NOT_ALLOWED) : Outcome.of(admitted);
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Outcome<List<InetAddress>> resolve(String host, Deadline deadline) {
        if (LITERAL.matcher(host).matches()) {
            return lookUp(host);
        }
        try {
            Future<Outcome<List<InetAddress>>> lookup = threads.submit(() -> lookUp(host));
            return lookup.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooSlow) {
            return Outcome.failed(UpstreamFault.TIMEOUT);
        } catch (RejectedExecutionException allBusy) {
            return Outcome.failed(UpstreamFault.BUSY);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Outcome.failed(UpstreamFault.TIMEOUT);
        } catch (ExecutionException mistake) {
            throw new IllegalStateException(mistake.getCause());
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
