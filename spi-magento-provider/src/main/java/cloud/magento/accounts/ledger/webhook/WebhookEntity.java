package cloud.magento.accounts.ledger.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code MAGENTO_WEBHOOK}: how far a realm's ledger was delivered. A node that delivers claims the row by
 * moving the next attempt into the future, so that no other node takes it meanwhile and one does if this node dies.
 */
@Entity
@Table(name = "MAGENTO_WEBHOOK")
@NamedQuery(
        name = "magentoWebhookClaim",
        query = "update WebhookEntity w set w.nextAttemptAt = :until"
                + " where w.realmId = :realmId and w.nextAttemptAt = :seen and w.delivered = :delivered")
@NamedQuery(
        name = "magentoWebhookDelivered",
        query = "update WebhookEntity w set w.delivered = :last, w.attempts = 0, w.nextAttemptAt = 0, w.lastError ="
                + " null where w.realmId = :realmId and w.nextAttemptAt = :claim")
@NamedQuery(
        name = "magentoWebhookFailed",
        query = "update WebhookEntity w set w.attempts = :attempts, w.nextAttemptAt = :next, w.lastError = :error"
                + " where w.realmId = :realmId and w.nextAttemptAt = :claim")
@NamedQuery(
        name = "magentoWebhookRewind",
        query = "update WebhookEntity w set w.delivered = :entries"
                + " where w.realmId = :realmId and w.delivered = :delivered")
@NamedQuery(name = "magentoWebhookRemove", query = "delete from WebhookEntity w where w.realmId = :realmId")
class WebhookEntity {
    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId = "";

    /** The sequence of the last entry that the receiver has. */
    @Column(name = "DELIVERED", nullable = false)
    long delivered;

    /** How many deliveries have failed since. */
    @Column(name = "ATTEMPTS", nullable = false)
    int attempts;

    /** Milliseconds since the epoch: not before then, neither for a wait nor for a claim. */
    @Column(name = "NEXT_ATTEMPT_AT", nullable = false)
    long nextAttemptAt;

    @Column(name = "LAST_ERROR", length = 64)
    @Nullable
    String lastError;
}
