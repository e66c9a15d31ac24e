package cloud.magento.accounts.metrics;

import cloud.magento.accounts.policy.LinkStatus;
import cloud.magento.accounts.report.Coverage;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How far linking is in each realm, as it was read last. */
final class CoverageGauges {
    private final MultiGauge accounts = gauge("magento_link_accounts", "Enabled accounts by their status.");
    private final MultiGauge ratio = gauge("magento_link_coverage_ratio", "Linked accounts of all enabled ones.");
    private final MultiGauge deadline = gauge("magento_link_deadline_timestamp_seconds", "The realm's deadline.");
    private final MultiGauge reportOnly = gauge("magento_link_report_only", "1 where the policy stops nobody.");

    /** Shows these realms, by their names, and no other. */
    void show(Map<String, Coverage> realms) {
        accounts.register(
                realms.entrySet().stream()
                        .flatMap(
                                realm -> states(realm.getKey(), realm.getValue().accounts()))
                        .toList(),
                true);
        ratio.register(
                rows(realms.entrySet().stream()
                        .filter(realm -> realm.getValue().accounts().total() > 0)
                        .map(realm ->
                                Map.entry(realm.getKey(), ratio(realm.getValue().accounts())))),
                true);
        deadline.register(
                rows(realms.entrySet().stream()
                        .map(realm -> Map.entry(
                                realm.getKey(), realm.getValue().deadline().getEpochSecond()))),
                true);
        reportOnly.register(
                rows(realms.entrySet().stream()
                        .map(realm -> Map.entry(realm.getKey(), realm.getValue().reportOnly() ? 1 : 0))),
                true);
    }

    private static double ratio(Coverage.Counts counts) {
        return (double) counts.linked() / counts.total();
    }

    private static Stream<Row<?>> states(String realm, Coverage.Counts counts) {
        return Stream.of(
                state(realm, LinkStatus.LINKED, counts.linked()),
                state(realm, LinkStatus.DUE, counts.due()),
                state(realm, LinkStatus.OVERDUE, counts.overdue()),
                state(realm, LinkStatus.EXEMPT, counts.exempt()));
    }

    private static Row<?> state(String realm, LinkStatus state, long count) {
        return Row.of(Tags.of("realm", realm, "state", state.id()), count);
    }

    private static List<Row<?>> rows(Stream<? extends Map.Entry<String, ? extends Number>> values) {
        return values.<Row<?>>map(value -> Row.of(Tags.of("realm", value.getKey()), value.getValue()))
                .toList();
    }

    private static MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(Metrics.globalRegistry);
    }
}
