package cloud.magento.accounts.ledger.webhook;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** How far a realm's ledger was delivered, and whose turn it is, in the database that all nodes share. */
final class Cursor {
    private final EntityManager entities;
    private final String realmId;

    Cursor(KeycloakSession session, String realmId) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realmId;
    }

    /**
     * A node's turn to deliver.
     *
     * @param delivered the sequence after which to go on
     * @param attempts how many deliveries have failed since that one
     * @param until when the turn ends by itself, in milliseconds since the epoch
     */
    record Claim(long delivered, int attempts, long until) {}

    /**
     * Takes the turn, unless it is another node's or the time to wait is not over.
     *
     * @param turn longer than a delivery can take, so that a turn ends by itself only where its node died
     */
    Optional<Claim> claim(long now, Duration turn) {
        WebhookEntity row = row();
        long until = now + turn.toMillis();
        if (row.nextAttemptAt > now) {
            return Optional.empty();
        }
        int claimed = entities.createNamedQuery("magentoWebhookClaim")
                .setParameter("realmId", realmId)
                .setParameter("seen", row.nextAttemptAt)
                .setParameter("delivered", row.delivered)
                .setParameter("until", until)
                .executeUpdate();
        return claimed == 1 ? Optional.of(new Claim(row.delivered, row.attempts, until)) : Optional.empty();
    }

    /** Everything up to this sequence is delivered. */
    void advance(Claim claim, long last) {
        entities.createNamedQuery("magentoWebhookDelivered")
                .setParameter("realmId", realmId)
                .setParameter("claim", claim.until())
                .setParameter("last", last)
                .executeUpdate();
    }

    void failed(Claim claim, String error, long nextAttemptAt) {
        entities.createNamedQuery("magentoWebhookFailed")
                .setParameter("realmId", realmId)
                .setParameter("claim", claim.until())
                .setParameter("attempts", claim.attempts() + 1)
                .setParameter("next", nextAttemptAt)
                .setParameter("error", error)
                .executeUpdate();
    }

    void rewind(long delivered, long entries) {
        entities.createNamedQuery("magentoWebhookRewind")
                .setParameter("realmId", realmId)
                .setParameter("delivered", delivered)
                .setParameter("entries", entries)
                .executeUpdate();
    }

    void remove() {
        entities.createNamedQuery("magentoWebhookRemove")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    /** If two nodes insert the row at once (race), one fails on the primary key and retries later. */
    private WebhookEntity row() {
        WebhookEntity row = entities.find(WebhookEntity.class, realmId);
        if (row == null) {
            row = new WebhookEntity();
            row.realmId = realmId;
            entities.persist(row);
            entities.flush();
        }
        return row;
    }
}
