package cloud.magento.accounts.mailing;

import cloud.magento.accounts.net.Daemons;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Looks every second, once the server is up, for mails to send. It has a thread of its own: Keycloak's one timer thread
 * must not wait for a mail server.
 */
public final class MailRounds implements ProviderEventListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MailRounds.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AT_THE_END = Duration.ofSeconds(2);

    private final String name;
    private final Job job;
    private final ScheduledThreadPoolExecutor thread;

    /** What a round does. */
    @FunctionalInterface
    public interface Job {
        /**
         * Does what is due.
         *
         * @param isOver whether the server is stopping, and nothing is to be begun any more
         */
        void round(KeycloakSessionFactory factory, BooleanSupplier isOver);
    }

    /** @param name of the thread */
    public MailRounds(String name, Job job) {
        this.name = name;
        this.job = job;
        this.thread = new ScheduledThreadPoolExecutor(1, Daemons.named(name));
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            KeycloakSessionFactory factory = started.getFactory();
            thread.scheduleWithFixedDelay(
                    () -> round(factory), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Lets a mail that is on its way come to its end, for a moment. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(KeycloakSessionFactory factory) {
        try {
            job.round(factory, thread::isShutdown);
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) {
                LOG.errorf(e, "A round of %s failed; the next one tries again", name);
            }
        }
    }
}
