package cloud.magento.accounts.broker.bench;

import java.util.Arrays;
import java.util.Locale;

/** A line of a table that tells how long a question takes, first and then. */
final class Timing {
    private static final int CALLS = 7;

    private Timing() {}

    static void head() {
        System.out.printf(Locale.ROOT, "%n%-56s %9s %9s %9s%n", "Question", "first ms", "median ms", "worst ms");
    }

    static void of(String name, Runnable question) {
        double first = millis(question);
        double[] millis = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            millis[i] = millis(question);
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "%-56s %9.1f %9.1f %9.1f%n", name, first, millis[CALLS / 2], millis[CALLS - 1]);
    }

    private static double millis(Runnable question) {
        long started = System.nanoTime();
        question.run();
        return (System.nanoTime() - started) / 1e6;
    }
}
