package cloud.magento.accounts.ledger.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What there is of a realm's ledger and what was delivered of it.
 *
 * @param realmId the realm's id
 * @param realm the realm's name
 * @param entries how many entries there are
 * @param delivered the sequence of the last that the receiver has
 * @param nextAttemptAt not before then, in milliseconds since the epoch
 */
record Backlog(String realmId, String realm, long entries, long delivered, long nextAttemptAt) {
    private static final String ALL =
            "select h.REALM_ID, h.ENTRIES, coalesce(w.DELIVERED, 0), coalesce(w.NEXT_ATTEMPT_AT, 0)"
                    + " from {h-schema}MAGENTO_LEDGER_HEAD h"
                    + " left join {h-schema}MAGENTO_WEBHOOK w on w.REALM_ID = h.REALM_ID order by h.REALM_ID";

    /** Of every ledger that is sent; one statement, however many. */
    static List<Backlog> read(KeycloakSession session, WebhookSettings settings) {
        List<?> rows = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNativeQuery(ALL, Object[].class)
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> of(session, String.valueOf(row[0]), number(row[1]), number(row[2]), number(row[3])))
                .filter(backlog -> backlog != null && settings.sends(backlog.realm()))
                .toList();
    }

    boolean isDue(long now) {
        return entries > delivered && nextAttemptAt <= now;
    }

    /** Whether entries that were delivered are gone. A ledger never becomes shorter by itself. */
    boolean isShortened() {
        return entries < delivered;
    }

    /** How many entries the receiver has not. */
    long lag() {
        return Math.max(0, entries - delivered);
    }

    private static @Nullable Backlog of(
            KeycloakSession session, String realmId, long entries, long delivered, long nextAttemptAt) {
        RealmModel realm = session.realms().getRealm(realmId);
        return realm == null ? null : new Backlog(realmId, realm.getName(), entries, delivered, nextAttemptAt);
    }

    private static long number(Object cell) {
        return ((Number) cell).longValue();
    }
}
