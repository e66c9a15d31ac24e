package cloud.magento.accounts.broker.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One contender's measurements, round by round. */
final class Samples {
    private static final int RESAMPLINGS = 1000;
    private static final long SEED = 20200401;

    private final List<double[]> rounds = new ArrayList<>();

    /** A range that holds the middle half, or 95 of 100, of something. */
    record Range(double low, double high) {}

    void addRound(double[] values) {
        rounds.add(values.clone());
    }

    int count() {
        return rounds.stream().mapToInt(round -> round.length).sum();
    }

    double median() {
        return quantile(0.5);
    }

    Range quartiles() {
        return new Range(quantile(0.25), quantile(0.75));
    }

    private double quantile(double part) {
        return quantile(sorted(rounds), part);
    }

    /**
     * In which range the ratio of the medians lies with 95 of 100 random draws of the rounds that both took part in:
     * what luck alone can make of it. Whole rounds are drawn, since what disturbs a machine lasts for longer than one
     * run.
     */
    Range ratioTo(Samples base) {
        Random random = new Random(SEED);
        double[] ratios = new double[RESAMPLINGS];
        int size = Math.min(rounds.size(), base.rounds.size());
        for (int i = 0; i < RESAMPLINGS; i++) {
            List<double[]> mine = new ArrayList<>();
            List<double[]> others = new ArrayList<>();
            for (int drawn = 0; drawn < size; drawn++) {
                int round = random.nextInt(size);
                mine.add(rounds.get(round));
                others.add(base.rounds.get(round));
            }
            ratios[i] = quantile(sorted(mine), 0.5) / quantile(sorted(others), 0.5);
        }
        Arrays.sort(ratios);
        return new Range(quantile(ratios, 0.025), quantile(ratios, 0.975));
    }

    private static double[] sorted(List<double[]> rounds) {
        return rounds.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    }

    /** Between two values in proportion. */
    private static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
