package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.refusal.Refused;
import cloud.magento.accounts.transaction.AfterCompletion;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Event;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A reference that was shown to somebody of whom neither an account nor an upstream identity is known. It is no entry
 * of the ledger, which a stranger could fill; it is kept beside it for a while, and only so many, with nothing of a
 * person.
 */
final class AnonymousReference {
    static final Duration KEPT_FOR = Duration.ofDays(90);

    /** So many of a realm at most; the newest stay. */
    static final int AT_MOST = 100_000;

    private static final Logger LOG = Logger.getLogger(AnonymousReference.class);

    private final ReferenceEntity row = new ReferenceEntity();

    AnonymousReference(Refused refused) {
        Event event = refused.event();
        Map<String, String> details = event.getDetails();
        row.realmId = event.getRealmId();
        row.reference = details.getOrDefault(EventDetails.REFERENCE, "");
        row.createdAt = event.getTime();
        row.event = event.getType().name().toLowerCase(Locale.ROOT);
        row.reason = details.getOrDefault(EventDetails.REASON, "");
        row.fault = details.get(EventDetails.FAULT);
        row.client = event.getClientId();
    }

    void recordAfter(KeycloakSession session) {
        AfterCompletion.run(
                session,
                own -> own.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .persist(row),
                lost -> LOG.errorf(
                        "A reference of realm %s could not be stored: reason=%s, reference=%s, %s",
                        row.realmId, row.reason, row.reference, lost.getClass().getName()));
    }

    /** Forgets those of the realm that are too old, or more than are kept. */
    static void trim(KeycloakSession session, RealmModel realm) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        long oldest = entities.createNamedQuery("magentoReferenceTimes", Long.class)
                .setParameter("realmId", realm.getId())
                .setFirstResult(AT_MOST)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(0L);
        entities.createNamedQuery("magentoReferenceTrim")
                .setParameter("realmId", realm.getId())
                .setParameter("until", Math.max(oldest, Time.currentTimeMillis() - KEPT_FOR.toMillis()))
                .executeUpdate();
    }
}
