package cloud.magento.accounts.broker.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Prints what was measured, contender under contender, the base last. */
final class Table {
    private static final String HEAD = "  %-34s %5s %9s %17s %7s   %s%n";
    private static final String ROW = "  %-34s %5d %9.2f %8.2f %8.2f %7.3f   %.3f to %.3f%n";
    private static final String BASE = "  %-34s %5d %9.2f %8.2f %8.2f %7s%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.println(text);
    }

    void line(String text) {
        out.println("  " + text);
    }

    /** Every contender's median against the base's. */
    void print(String unit, Map<Contender, Samples> samples, Contender base) {
        out.printf(Locale.ROOT, HEAD, "realm", "runs", "median", "middle half", "ratio", "ratio, 95 of 100 draws");
        out.printf(Locale.ROOT, HEAD, "", "", unit, unit, "", "");
        Samples reference = samples.getOrDefault(base, new Samples());
        samples.forEach((contender, mine) -> {
            if (contender != base) {
                Samples.Range ratio = mine.ratioTo(reference);
                out.printf(
                        Locale.ROOT,
                        ROW,
                        contender.name(),
                        mine.count(),
                        mine.median(),
                        mine.quartiles().low(),
                        mine.quartiles().high(),
                        mine.median() / reference.median(),
                        ratio.low(),
                        ratio.high());
            }
        });
        out.printf(
                Locale.ROOT,
                BASE,
                base.name(),
                reference.count(),
                reference.median(),
                reference.quartiles().low(),
                reference.quartiles().high(),
                "1");
    }
}
