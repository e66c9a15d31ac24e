package cloud.magento.accounts.net;

import java.time.Duration;

/** Waits in line. */
public final class Waiting {
    private Waiting() {}

    /** Whether the time has passed, which it has not where the server is stopping. */
    public static boolean passed(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
