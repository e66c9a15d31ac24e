package cloud.magento.accounts.ledger.webhook;

import cloud.magento.accounts.ledger.LedgerReader;
import cloud.magento.accounts.ledger.webhook.Cursor.Claim;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Delivers the next entries of a realm's ledger: claims the turn and reads in one transaction, posts in none, and notes
 * what came of it in another. A node that dies in between leaves the entries to be delivered once more, never less.
 */
final class Delivery {
    private static final Logger LOG = Logger.getLogger(Delivery.class);

    /** A turn lasts so much longer than the receiver may take: reading and noting take their time, too. */
    private static final Duration READING_AND_NOTING = Duration.ofSeconds(20);

    private final KeycloakSessionFactory factory;
    private final WebhookSettings settings;
    private final WebhookClient client;

    Delivery(KeycloakSessionFactory factory, WebhookSettings settings, WebhookClient client) {
        this.factory = factory;
        this.settings = settings;
        this.client = client;
    }

    private record Parcel(Claim claim, Batch batch, CloseableHttpClient client) {}

    /** Whether something was delivered, so that it is worth going on at once. */
    boolean next(Backlog backlog) {
        Optional<Parcel> parcel =
                KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> take(session, backlog));
        return parcel.isPresent() && deliver(backlog, parcel.get());
    }

    /**
     * Goes on where a ledger now ends that was longer: so what takes the place of the lost entries is sent too, and the
     * receiver sees sequences that it has with other hashes.
     */
    void rewind(Backlog backlog) {
        LOG.errorf(
                "The ledger of realm %s has %d entries, and %d were delivered: entries were removed",
                backlog.realmId(), backlog.entries(), backlog.delivered());
        KeycloakModelUtils.runJobInTransaction(
                factory,
                session -> new Cursor(session, backlog.realmId()).rewind(backlog.delivered(), backlog.entries()));
    }

    private Optional<Parcel> take(KeycloakSession session, Backlog backlog) {
        RealmModel realm = session.realms().getRealm(backlog.realmId());
        if (realm == null) {
            return Optional.empty();
        }
        Cursor cursor = new Cursor(session, backlog.realmId());
        return cursor.claim(Time.currentTimeMillis(), settings.timeout().plus(READING_AND_NOTING))
                .flatMap(claim -> {
                    Batch batch = new Batch();
                    new LedgerReader(session, realm)
                            .each(
                                    claim.delivered(),
                                    Batch.MAX_ENTRIES,
                                    entry -> batch.add(entry.seq(), EntryLine.of(entry, settings.personalData())));
                    if (batch.isEmpty()) {
                        cursor.advance(claim, claim.delivered());
                        return Optional.empty();
                    }
                    return Optional.of(new Parcel(
                            claim,
                            batch,
                            session.getProvider(HttpClientProvider.class).getHttpClient()));
                });
    }

    private boolean deliver(Backlog backlog, Parcel parcel) {
        Batch batch = parcel.batch();
        DeliveryResult answer = client.send(parcel.client(), backlog.realmId(), Time.currentTimeMillis() / 1000, batch);
        Counter.builder("magento_link_webhook_deliveries")
                .description("Messages to the webhook's receiver.")
                .tag("outcome", answer.outcome().id())
                .register(Metrics.globalRegistry)
                .increment();
        KeycloakModelUtils.runJobInTransaction(
                factory, session -> note(new Cursor(session, backlog.realmId()), backlog, parcel, answer));
        return answer.isDelivered();
    }

    private void note(Cursor cursor, Backlog backlog, Parcel parcel, DeliveryResult answer) {
        Claim claim = parcel.claim();
        if (answer.isDelivered()) {
            cursor.advance(claim, parcel.batch().last());
            if (claim.attempts() > 0) {
                LOG.infof("The webhook of realm %s works again", backlog.realmId());
            }
            return;
        }
        Duration wait = Backoff.after(
                settings.interval(),
                claim.attempts() + 1,
                ThreadLocalRandom.current().nextDouble());
        cursor.failed(claim, answer.code(), Time.currentTimeMillis() + wait.toMillis());
        LOG.warnf(
                "The webhook of realm %s failed: %s, entries %d to %d, attempt %d; retrying in %d s",
                backlog.realmId(),
                answer.code(),
                parcel.batch().first(),
                parcel.batch().last(),
                claim.attempts() + 1,
                wait.toSeconds());
    }
}
