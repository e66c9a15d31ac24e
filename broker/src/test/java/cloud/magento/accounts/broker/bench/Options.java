package cloud.magento.accounts.broker.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How a run goes.
 *
 * @param runs how often each contender does each thing that is timed
 * @param warmUp how often each contender does everything before that
 * @param time after how long a run stops to begin new rounds, done or not
 * @param parts what is measured
 */
record Options(int runs, int warmUp, Duration time, Set<Part> parts) {
    static final Options USUAL = new Options(600, 300, Duration.ofSeconds(210), EnumSet.allOf(Part.class));

    /** What can be measured. */
    enum Part {
        SSO,
        SQL,
        BROKERED
    }

    /** A wrong command line, with what to tell. */
    static final class WrongUse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongUse(String message) {
            super(message);
        }
    }

    Options {
        parts = Set.copyOf(parts);
    }

    static Options parse(String... arguments) {
        Options options = USUAL;
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new WrongUse(arguments[i] + " wants a value.");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--runs" -> options = options.withRuns(number("--runs", value, 20));
                case "--warm-up" -> options = options.withWarmUp(number("--warm-up", value, 1));
                case "--seconds" -> options = options.within(Duration.ofSeconds(number("--seconds", value, 20)));
                case "--part" -> parts.add(part(value));
                default -> throw new WrongUse(arguments[i] + " is not an option.");
            }
        }
        return parts.isEmpty() ? options : new Options(options.runs, options.warmUp, options.time, parts);
    }

    boolean measures(Part part) {
        return parts.contains(part);
    }

    private Options withRuns(int number) {
        return new Options(number, warmUp, time, parts);
    }

    private Options withWarmUp(int number) {
        return new Options(runs, number, time, parts);
    }

    private Options within(Duration duration) {
        return new Options(runs, warmUp, duration, parts);
    }

    private static int number(String option, String value, int least) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new WrongUse(option + " wants a number, not \"" + value + "\".");
        }
        throw new WrongUse(option + " wants " + least + " or more, not " + value + ".");
    }

    private static Part part(String value) {
        try {
            return Part.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new WrongUse("--part wants sso, sql or brokered, not \"" + value + "\".");
        }
    }
}
