package cloud.magento.accounts.bundle;

import cloud.magento.accounts.bundle.BundleReport.Counts;
import cloud.magento.accounts.bundle.BundleReport.Left;
import cloud.magento.accounts.registry.LinkArchive.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts what became of the lines of one kind, and keeps the first of those that were left out. */
final class BundleTally {
    private static final int SHOWN = 100;

    private final String kind;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final Map<Outcome, List<String>> examples = new EnumMap<>(Outcome.class);

    BundleTally(String kind) {
        this.kind = kind;
    }

    <T> void add(List<T> lines, List<Outcome> outcomes, Function<T, String> id) {
        for (int i = 0; i < lines.size(); i++) {
            Outcome outcome = outcomes.get(i);
            counts.merge(outcome, 1L, Long::sum);
            List<String> shown = examples.computeIfAbsent(outcome, unused -> new ArrayList<>());
            if (shown.size() < SHOWN) {
                shown.add(id.apply(lines.get(i)));
            }
        }
    }

    Counts counts() {
        long imported = counts.getOrDefault(Outcome.IMPORTED, 0L);
        long unchanged = counts.getOrDefault(Outcome.UNCHANGED, 0L);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        return new Counts(imported, unchanged, all - imported - unchanged);
    }

    List<Left> left() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey() != Outcome.IMPORTED && count.getKey() != Outcome.UNCHANGED)
                .map(count -> new Left(
                        kind,
                        count.getKey().id(),
                        count.getValue(),
                        List.copyOf(examples.getOrDefault(count.getKey(), List.of()))))
                .toList();
    }
}
