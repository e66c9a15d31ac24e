package cloud.magento.accounts.ledger.webhook;

import cloud.magento.accounts.net.BoundedExchange;
import cloud.magento.accounts.net.Daemons;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Looks every few seconds, once the server is up, for entries to deliver, and goes on as long as there are. It has
 * threads of its own: Keycloak's one timer thread must not wait for a receiver.
 */
final class WebhookScheduler implements ProviderEventListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WebhookScheduler.class);
    private static final Duration AT_THE_END = Duration.ofSeconds(2);

    private final WebhookSettings settings;
    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(1, Daemons.named("magento-webhook"));
    private final BoundedExchange exchange = new BoundedExchange("magento-webhook-deadlines");
    private final MultiGauge lag = MultiGauge.builder("magento_link_webhook_lag_entries")
            .description("Entries of the ledger that the webhook's receiver has not.")
            .register(Metrics.globalRegistry);

    WebhookScheduler(WebhookSettings settings) {
        this.settings = settings;
        threads.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            KeycloakSessionFactory factory = started.getFactory();
            Delivery delivery = new Delivery(factory, settings, new WebhookClient(settings, exchange));
            threads.scheduleWithFixedDelay(
                    () -> round(factory, delivery),
                    settings.interval().toMillis(),
                    settings.interval().toMillis(),
                    TimeUnit.MILLISECONDS);
            LOG.infof(
                    "The ledger is sent to %s, %s personal data",
                    settings.receiver(), settings.personalData() ? "with" : "without");
        }
    }

    /**
     * Lets a delivery that is under way come to its end, for a moment: a thread that is interrupted can break embedded
     * H2.
     */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void round(KeycloakSessionFactory factory, Delivery delivery) {
        try {
            boolean more = !threads.isShutdown();
            while (more) {
                more = pass(factory, delivery);
            }
        } catch (RuntimeException e) {
            tell(e, "The webhook could not read the ledgers; retrying");
        }
    }

    /** Each realm has its turn, so that a long ledger does not keep the others waiting. */
    private boolean pass(KeycloakSessionFactory factory, Delivery delivery) {
        List<Backlog> backlogs =
                KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> Backlog.read(session, settings));
        lag.register(
                backlogs.stream()
                        .<Row<?>>map(backlog -> Row.of(Tags.of("realm", backlog.realm()), backlog.lag()))
                        .toList(),
                true);
        long now = Time.currentTimeMillis();
        boolean news = false;
        for (Backlog backlog : backlogs) {
            if (backlog.isShortened()) {
                delivery.rewind(backlog);
            } else if (!threads.isShutdown() && backlog.isDue(now)) {
                news |= next(delivery, backlog);
            }
        }
        return news && !threads.isShutdown();
    }

    /** A failure in one realm does not delay the others. */
    private boolean next(Delivery delivery, Backlog backlog) {
        try {
            return delivery.next(backlog);
        } catch (RuntimeException e) {
            tell(e, "The webhook of realm " + backlog.realmId() + " failed with an error; retrying");
            return false;
        }
    }

    private void tell(RuntimeException fault, String message) {
        if (!threads.isShutdown()) {
            LOG.error(message, fault);
        }
    }
}
