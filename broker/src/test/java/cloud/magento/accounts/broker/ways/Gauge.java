package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import java.util.regex.Pattern;

/**
 * Reads how often each hook of the gate has refused in one realm, off the broker's metrics. Never the sum over all
 * realms: that falls whenever the broker forgets the counts of a realm that is gone.
 */
final class Gauge {
    private static final String COUNTER = "magento_gate_decisions_total{";
    private static final Pattern REFUSED = Pattern.compile("outcome=\"refuse\"");

    private final String metrics;
    private final String realm;

    private Gauge(String metrics, String realm) {
        this.metrics = metrics;
        this.realm = realm;
    }

    static Gauge read(Broker broker, String realm) {
        return new Gauge(
                new Http().get(broker.management("/metrics")).expecting(200).body(), realm);
    }

    /** How many refusals for this reason the hook has counted. */
    double refusals(String hook, String reason) {
        return metrics.lines()
                .filter(line -> line.startsWith(COUNTER))
                .filter(line -> line.contains("realm=\"" + realm + "\""))
                .filter(line -> REFUSED.matcher(line).find())
                .filter(line -> line.contains("hook=\"" + hook + "\"") && line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
