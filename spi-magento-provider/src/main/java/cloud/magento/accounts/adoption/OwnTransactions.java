package cloud.magento.accounts.adoption;

import cloud.magento.accounts.registry.LinkTableStatistics;
import cloud.magento.accounts.transaction.OwnTransaction;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;

/**
 * Work that one request does in many transactions, so that what is done stays done, nothing grows with the realm, and
 * nobody waits for a lock for longer than a page takes.
 */
final class OwnTransactions {
    /** Proxies give up on a call after a minute or so, and the server on the request's own transaction after five. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final KeycloakSession session;
    private final LinkTableStatistics statistics;
    private final long begun = System.nanoTime();

    OwnTransactions(KeycloakSession session) {
        this.session = session;
        this.statistics = new LinkTableStatistics(session);
    }

    /** Whether whoever asked should be answered now, and ask again. */
    boolean tookLong() {
        return System.nanoTime() - begun > PATIENCE.toNanos();
    }

    /**
     * As {@link #run}, for a page of very many rows: what comes after is planned by what the tables have grown to.
     *
     * @throws AdoptionException where somebody else changed the same at this moment
     */
    <T> T write(Function<KeycloakSession, T> work) {
        T written = run(work);
        statistics.refresh();
        return written;
    }

    /**
     * Does this in a transaction of its own, in the name of who asked.
     *
     * @throws AdoptionException where somebody else changed the same at this moment
     */
    <T> T run(Function<KeycloakSession, T> work) {
        try {
            return OwnTransaction.run(session, "magento-adoption", work);
        } catch (PersistenceException | ModelException e) {
            throw new AdoptionException(
                    AdoptionException.Kind.CONFLICT,
                    "Somebody else changed the same links at this moment. Call again; what is done is passed over.",
                    e);
        }
    }
}
