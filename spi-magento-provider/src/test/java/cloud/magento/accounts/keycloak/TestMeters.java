package cloud.magento.accounts.keycloak;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What was counted since this was made. */
public final class TestMeters {
    static {
        Metrics.addRegistry(new SimpleMeterRegistry());
    }

    private final String name;
    private final String[] tags;
    private final double before;

    private TestMeters(String name, String... tags) {
        this.name = name;
        this.tags = tags;
        this.before = total(name, tags);
    }

    /** Of all counters that have these tags, whatever others they have. */
    public static TestMeters counting(String name, String... tags) {
        return new TestMeters(name, tags);
    }

    public double count() {
        return total(name, tags) - before;
    }

    private static double total(String name, String... tags) {
        return Metrics.globalRegistry.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
