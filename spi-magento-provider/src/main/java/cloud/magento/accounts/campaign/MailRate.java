package cloud.magento.accounts.campaign;

import java.time.Duration;

/**
 * How many mails may go at a time, where so many a minute are allowed. What was not sent in time is made up for by one
 * second's mails at the most, so a server that was away does not come back with a burst.
 */
final class MailRate {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long CREDIT = Duration.ofSeconds(1).toMillis();

    private MailRate() {}

    /**
     * A turn.
     *
     * @param mails how many may go now; 0 where none may yet
     * @param from from when the first of them may, in microseconds since the epoch
     * @param gap between two of them, in microseconds
     */
    record Turn(int mails, long from, long gap) {
        /** From when another one may go, in microseconds since the epoch, where so many of these do. */
        long next(int sent) {
            return from + sent * gap;
        }
    }

    /**
     * The turn at this moment.
     *
     * @param next from when a mail may go, as the turn before has it, in microseconds since the epoch
     * @param now in milliseconds since the epoch
     * @param most how many are taken at a time at the most, 1 or more
     */
    static Turn turn(long next, long now, int perMinute, int most) {
        long micros = now * 1000;
        long gap = MINUTE * 1000 / perMinute;
        long from = Math.max(next, micros - CREDIT * 1000);
        if (from > micros) {
            return new Turn(0, next, gap);
        }
        int mails = (int) Math.min(most, (micros - from) / gap + 1);
        return new Turn(mails, from, gap);
    }
}
