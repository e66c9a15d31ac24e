package cloud.magento.accounts.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A roll-out of made-up people: some connect easily and others hardly ever, fewer on weekends, more for some days after
 * a reminder, more or fewer by chance, and in some roll-outs more in the last week.
 */
final class SimulatedRollOut {
    private static final int KINDS = 40;

    private final List<Long> connected = new ArrayList<>();
    private final List<Long> left = new ArrayList<>();
    private final Random random;

    SimulatedRollOut(Random random) {
        this.random = random;
        long people = Math.round(Math.exp(between(Math.log(300), Math.log(200_000))));
        int days = 35 + random.nextInt(146);
        double shape = between(0.6, 3);
        double pace = (Math.pow(1 - between(0.25, 0.97), -1 / shape) - 1) / days;
        double weekend = between(0.3, 1);
        double chance = between(0.05, 0.35);
        int campaignEvery = new int[] {0, 14, 21, 28}[random.nextInt(4)];
        double campaign = between(1.5, 3.5);
        double rush = random.nextInt(3) > 0 ? 1 : between(1, 2.5);
        double[] ease = new double[KINDS];
        long[] of = new long[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            ease[kind] = gamma(shape) * pace;
            of[kind] = people / KINDS;
        }
        for (int day = 0; day < days; day++) {
            left.add(sum(of));
            double factor =
                    (day % 7 >= 5 ? weekend : 1) * Math.exp(random.nextGaussian() * chance - chance * chance / 2);
            factor *= campaignEvery > 0 && day >= 7 && day % campaignEvery < 3 ? campaign : 1;
            factor *= days - day <= 7 ? rush : 1;
            long today = 0;
            for (int kind = 0; kind < KINDS; kind++) {
                long gone = binomial(of[kind], 1 - Math.exp(-ease[kind] * factor));
                of[kind] -= gone;
                today += gone;
            }
            connected.add(today);
        }
        left.add(sum(of));
    }

    int days() {
        return connected.size();
    }

    /** How many connected on each day. */
    List<Long> connected() {
        return connected;
    }

    /** How many were left at the beginning of a day. */
    long left(int day) {
        return left.get(day);
    }

    private double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    /** By Marsaglia and Tsang. */
    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    private long binomial(long of, double share) {
        double mean = of * share;
        if (of > 200 && mean > 30 && of - mean > 30) {
            return Math.max(0, Math.min(of, Math.round(mean + random.nextGaussian() * Math.sqrt(mean * (1 - share)))));
        }
        // From one who does to the next, without asking each of those between them.
        long hits = 0;
        double rest = Math.log(1 - share);
        for (double next = gap(rest); share > 0 && next < of; next += 1 + gap(rest)) {
            hits++;
        }
        return hits;
    }

    private double gap(double rest) {
        return Math.floor(Math.log(1 - random.nextDouble()) / rest);
    }

    private static long sum(long[] numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }
}
