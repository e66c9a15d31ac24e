package cloud.magento.accounts.policy;

import java.time.Instant;

/** Moments as the database keeps them: milliseconds since the epoch. */
public final class StoredTime {
    private StoredTime() {}

    /** A moment beyond the database's range lies beyond every moment in it too. */
    public static long millis(Instant moment) {
        try {
            return moment.toEpochMilli();
        } catch (ArithmeticException e) {
            return moment.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
