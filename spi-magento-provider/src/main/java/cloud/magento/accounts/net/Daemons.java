package cloud.magento.accounts.net;

import java.util.concurrent.ThreadFactory;

/** Threads that never keep the server from stopping. */
public final class Daemons {
    private Daemons() {}

    public static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
