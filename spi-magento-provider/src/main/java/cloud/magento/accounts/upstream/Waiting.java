package cloud.magento.accounts.upstream;

import java.time.Duration;

/** Waits in line. */
final class Waiting {
    private Waiting() {}

    /** Whether the time has passed, which it has not where the server is stopping. */
    static boolean passed(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
