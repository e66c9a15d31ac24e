package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import java.util.regex.Pattern;

/** Reads how often each hook of the gate has refused, off the broker's metrics. */
final class Gauge {
    private static final String COUNTER = "magento_gate_decisions_total{";
    private static final Pattern REFUSED = Pattern.compile("outcome=\"refuse\"");

    private final String metrics;

    private Gauge(String metrics) {
        this.metrics = metrics;
    }

    static Gauge read(Broker broker) {
        return new Gauge(
                new Http().get(broker.management("/metrics")).expecting(200).body());
    }

    /** How many refusals for this reason the hook has counted. */
    double refusals(String hook, String reason) {
        return metrics.lines()
                .filter(line -> line.startsWith(COUNTER))
                .filter(line -> REFUSED.matcher(line).find())
                .filter(line -> line.contains("hook=\"" + hook + "\"") && line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
