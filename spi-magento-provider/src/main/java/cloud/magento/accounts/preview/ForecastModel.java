package cloud.magento.accounts.preview;

import java.util.ArrayList;
import java.util.List;

/**
 * How many accounts will be left without a link after some days, from how many connected on each day until now. Pure.
 *
 * <p>Each week is read as a hazard: which part of those who were left connected in it. Who connects easily does so
 * first, so hazards fall; reminders and the deadline itself make them rise for a while. So the logarithm of the weekly
 * hazard is followed with its trend, the newest weeks weighing most, and the trend is damped towards level. The range
 * takes in how much the weeks differ from that line, how few people connected in them, and, the further ahead the more,
 * that the trend may turn. Its width was set so that it holds at least nine of ten simulated roll-outs, with weekends,
 * campaigns and rushes before the deadline, and of each length.
 */
final class ForecastModel {
    private static final int WEEK = 7;
    private static final int MOST_WEEKS = 8;

    /** How much less a week weighs than the one after it. */
    private static final double FADING = 0.75;

    /** How strongly the trend is drawn towards none where weeks are few. */
    private static final double RIDGE = 2;

    private static final double STEEPEST_FALL = -0.25;
    private static final double STEEPEST_RISE = 0.08;
    private static final double DAMPING = 0.85;

    /** After so many weeks nothing is left of the trend. */
    private static final int DAMPED_WEEKS = 200;

    /** How much weeks differ at least, and how much the trend turns in a week. */
    private static final double LEAST_SPREAD = 0.25;

    private static final double TURNING = 0.035;
    private static final int TURNING_WEEKS = 12;

    /** Nine of ten: five in a hundred on either side. */
    private static final double QUANTILE = 1.645;

    private ForecastModel() {}

    /**
     * A number, and between which two it lies nine times of ten.
     *
     * @param known whether there was a week to tell from; otherwise it is what is left now, and from none to that
     */
    record Expected(long number, long low, long high, boolean known) {}

    /** A week: its hazard, and how many connected in it. */
    private record Week(double logHazard, long connected) {}

    /**
     * Tells.
     *
     * @param left how many accounts have no link now
     * @param perDay how many connected on each day, yesterday last
     * @param days how many days there are to go
     */
    static Expected expect(long left, List<Long> perDay, double days) {
        if (days <= 0 || left == 0) {
            return new Expected(left, left, left, true);
        }
        List<Week> weeks = weeks(left, perDay);
        if (weeks.isEmpty()) {
            return new Expected(left, 0, left, false);
        }
        return new Line(weeks).expect(left, days / WEEK);
    }

    /** The newest week first. */
    private static List<Week> weeks(long left, List<Long> perDay) {
        List<Week> weeks = new ArrayList<>();
        long before = left;
        int end = perDay.size();
        while (end >= WEEK && weeks.size() < MOST_WEEKS) {
            long connected = perDay.subList(end - WEEK, end).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            before += connected;
            double part = Math.min(0.999, (connected + 0.5) / (before + 1));
            weeks.add(new Week(Math.log(-Math.log(1 - part)), connected));
            end -= WEEK;
        }
        return weeks;
    }

    /** The line through the weeks, by weighted least squares; weeks are counted backwards. */
    private static final class Line {
        private final double level;
        private final double slope;
        private final double spread;
        private final double weight;

        Line(List<Week> weeks) {
            double sum = 0;
            double squares = 0;
            double meanAgo = 0;
            double mean = 0;
            for (int ago = 0; ago < weeks.size(); ago++) {
                double weight = Math.pow(FADING, ago);
                sum += weight;
                squares += weight * weight;
                meanAgo += weight * ago;
                mean += weight * weeks.get(ago).logHazard();
            }
            meanAgo /= sum;
            mean /= sum;
            double along = 0;
            double across = RIDGE;
            for (int ago = 0; ago < weeks.size(); ago++) {
                double weight = Math.pow(FADING, ago);
                along += weight * (ago - meanAgo) * (weeks.get(ago).logHazard() - mean);
                across += weight * (ago - meanAgo) * (ago - meanAgo);
            }
            this.slope = Math.max(STEEPEST_FALL, Math.min(STEEPEST_RISE, -along / across));
            this.level = mean + slope * meanAgo;
            double rest = 0;
            long connected = 0;
            for (int ago = 0; ago < weeks.size(); ago++) {
                double apart = weeks.get(ago).logHazard() - (level - slope * ago);
                rest += Math.pow(FADING, ago) * apart * apart;
                connected += weeks.get(ago).connected();
            }
            double fewness = 1 / ((double) connected / weeks.size() + 1);
            this.spread = Math.sqrt(rest / sum + LEAST_SPREAD * LEAST_SPREAD + fewness);
            this.weight = sum * sum / squares;
        }

        Expected expect(long left, double weeks) {
            double hazard = hazard(weeks);
            double turning = TURNING * Math.min(weeks, TURNING_WEEKS);
            double unsure = Math.sqrt(spread * spread * (1 / weight + 1 / Math.max(1, weeks)) + turning * turning);
            double expected = left * Math.exp(-hazard);
            double chance = QUANTILE * Math.sqrt(Math.max(1, expected * (1 - expected / left)));
            double low = left * Math.exp(-hazard * Math.exp(QUANTILE * unsure)) - chance;
            double high = left * Math.exp(-hazard * Math.exp(-QUANTILE * unsure)) + chance;
            return new Expected(
                    Math.round(expected),
                    Math.max(0, (long) Math.floor(low)),
                    Math.min(left, (long) Math.ceil(high)),
                    true);
        }

        /** The hazard of all the weeks to come. */
        private double hazard(double weeks) {
            double sum = 0;
            double log = level;
            double trend = slope;
            for (double done = 0; done < weeks; done++) {
                if (done >= DAMPED_WEEKS) {
                    return sum + Math.exp(log) * (weeks - done);
                }
                trend *= DAMPING;
                log += trend;
                sum += Math.exp(log) * Math.min(1, weeks - done);
            }
            return sum;
        }
    }
}
