package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkSettings;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * How many accounts the policy would stop at once if settings were in force at an instant: counted now, so it is the
 * number of this moment. Accounts that are disabled, of clients, or that a user federation does not import are not
 * counted. Under settings that only report it is none.
 */
public final class StopCount {
    private StopCount() {}

    /**
     * Counts.
     *
     * @param alias the alias of the realm's provider
     * @param settings the policy that would hold; a group's later date counts as it is approved now
     * @param at the instant, now or later
     */
    public static Stops of(KeycloakSession session, RealmModel realm, String alias, LinkSettings settings, Instant at) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return settings.reportOnly()
                ? Stops.NONE
                : new PreviewQuery(new Realm(
                                entities,
                                realm.getId(),
                                alias,
                                settings,
                                at,
                                Cohorts.of(session, realm, entities, settings.enforceFrom())))
                        .stops();
    }
}
