package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches the server's heap, every two seconds, until it is closed. */
final class HeapWatch implements AutoCloseable {
    private final Broker broker;
    private final Http metrics = new Http();
    private final List<Long> used = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

    HeapWatch(Broker broker) {
        this.broker = broker;
        watch.scheduleAtFixedRate(
                () -> used.add(metric("jvm_memory_used_bytes{area=\"heap\"") >> 20), 0, 2, TimeUnit.SECONDS);
    }

    /** What was in use, in MB. */
    List<Long> used() {
        return List.copyOf(used);
    }

    /** The most that was in use, in MB. */
    long most() {
        return used.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** What was left after the last collection, in MB. */
    long live() {
        return metric("jvm_gc_live_data_size_bytes") >> 20;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** The sum of the values of all lines that begin so. */
    private long metric(String beginning) {
        return metrics.get(broker.management("/metrics"))
                .expecting(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
