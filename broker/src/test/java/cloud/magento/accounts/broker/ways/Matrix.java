package cloud.magento.accounts.broker.ways;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of every way for every kind of account, as a table of plain text that explains itself. */
public final class Matrix {
    private final Map<Way, Map<Holder, String>> cells = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Notes what was found, or that it was not what it must be. */
    public void add(Way way, Holder holder, boolean asItMust) {
        Verdict verdict = way.verdict(holder);
        String text = asItMust ? verdict.words() + note(verdict.why()) : "FAILED, must be: " + verdict.words();
        cells.computeIfAbsent(way, key -> new EnumMap<>(Holder.class)).put(holder, text);
    }

    private String note(String why) {
        if (why.isEmpty()) {
            return "";
        }
        if (!notes.contains(why)) {
            notes.add(why);
        }
        return " (" + (notes.indexOf(why) + 1) + ")";
    }

    @Override
    public String toString() {
        int first = cells.keySet().stream()
                .mapToInt(way -> way.toString().length())
                .max()
                .orElse(0);
        Map<Holder, Integer> widths = new EnumMap<>(Holder.class);
        for (Holder holder : Holder.values()) {
            widths.put(
                    holder,
                    cells.values().stream()
                            .mapToInt(row -> row.getOrDefault(holder, "").length())
                            .reduce(holder.title().length(), Math::max));
        }
        StringBuilder table = new StringBuilder(System.lineSeparator());
        Map<Holder, String> titles = new EnumMap<>(Holder.class);
        for (Holder holder : Holder.values()) {
            titles.put(holder, holder.title());
        }
        line(table, "way in", first, titles, widths);
        cells.forEach((way, row) -> line(table, way.toString(), first, row, widths));
        table.append(System.lineSeparator()).append("By which hook:").append(System.lineSeparator());
        for (Hook hook : Hook.values()) {
            if (hook != Hook.NOTHING) {
                table.append("  [")
                        .append(hook.letter())
                        .append("] ")
                        .append(hook.explanation())
                        .append(System.lineSeparator());
            }
        }
        for (int i = 0; i < notes.size(); i++) {
            table.append("  (").append(i + 1).append(") ").append(notes.get(i)).append(System.lineSeparator());
        }
        return table.toString();
    }

    private static void line(
            StringBuilder table, String name, int first, Map<Holder, String> row, Map<Holder, Integer> widths) {
        table.append(pad(name, first));
        for (Holder holder : Holder.values()) {
            table.append(" | ").append(pad(row.getOrDefault(holder, "not run"), widths.getOrDefault(holder, 0)));
        }
        table.append(System.lineSeparator());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
