package cloud.magento.accounts.report;

import cloud.magento.accounts.evaluation.StoredPolicy;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.UserStorageProvider;

/**
 * A realm's policy as one transaction sees it: the settings, and the cohorts whose dates hold under them. Two of these,
 * of before a change and after it, tell whom the change stops.
 */
public final class PolicyState {
    private final String alias;
    private final LinkSettings settings;
    private final Cohorts cohorts;

    private PolicyState(String alias, LinkSettings settings, Cohorts cohorts) {
        this.alias = alias;
        this.settings = settings;
        this.cohorts = cohorts;
    }

    /** As this session's transaction sees it; empty in a realm that has no provider of ours and so no policy. */
    public static Optional<PolicyState> of(KeycloakSession session, RealmModel realm) {
        return MagentoProvider.asStored(session, realm).map(provider -> of(session, realm, provider));
    }

    private static PolicyState of(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        return of(session, realm, provider.getAlias(), StoredPolicy.of(provider));
    }

    /** As it would be with these settings. */
    static PolicyState of(KeycloakSession session, RealmModel realm, String alias, LinkSettings settings) {
        return new PolicyState(alias, settings, Cohorts.of(session, realm, entities(session), settings.enforceFrom()));
    }

    /** Whether it stops people, and does not only report. */
    public boolean isEnforced() {
        return !settings.reportOnly();
    }

    /** Whether linked people can sign in at Magento.com alone. */
    public boolean closesLocalLogin() {
        return settings.closesLocalLogin();
    }

    /** The realm's deadline. */
    public Instant deadline() {
        return settings.enforceFrom();
    }

    /** The level that every sign-in has to reach. */
    public int requiredLevel() {
        return settings.strength().requiredLevel();
    }

    /** The same, enforced. */
    public PolicyState enforced() {
        return new PolicyState(alias, settings.enforced(), cohorts);
    }

    /** Whether both stop the same accounts at any time, whatever becomes of the accounts. */
    public boolean isSameAs(PolicyState other) {
        return settings.equals(other.settings) && cohorts.groupsByDeadline().equals(other.cohorts.groupsByDeadline());
    }

    /** The first date of the realm or of a cohort that comes after this instant. */
    public Optional<Instant> nextAfter(Instant now) {
        return Stream.concat(
                        Stream.of(settings.enforceFrom()),
                        cohorts.all().stream().map(Cohorts.Cohort::deadline))
                .filter(date -> date.isAfter(now))
                .min(Instant::compareTo);
    }

    /**
     * Two instants, between which somebody may come to be stopped.
     *
     * @param then when this policy is asked
     * @param before the policy that holds already, or empty where none does
     * @param now when that is asked
     */
    public record Change(Instant then, Optional<PolicyState> before, Instant now) {}

    /**
     * How many unlinked accounts this policy stops at an instant, that another one does not stop at another instant.
     *
     * @return a number for each change, in their order; all are counted at one moment
     */
    public List<Long> countStopped(KeycloakSession session, RealmModel realm, List<Change> changes) {
        if (!isEnforced()) {
            return changes.stream().map(change -> 0L).toList();
        }
        StopCount count = new StopCount();
        changes.forEach(change -> count.add(
                new StopConditions(asked(session, realm, change.then())),
                change.before()
                        .filter(PolicyState::isEnforced)
                        .map(earlier -> new StopConditions(earlier.asked(session, realm, change.now())))));
        return count.of(asked(session, realm, Instant.EPOCH));
    }

    /** Whether the realm has anybody who could be stopped; of a directory nobody can tell, so it counts as people. */
    public static boolean hasPeople(KeycloakSession session, RealmModel realm) {
        return realm.getStorageProviders(UserStorageProvider.class).findAny().isPresent()
                || new Sql()
                                .add("select count(*), 0 from {h-schema}REALM r where r.ID = ")
                                .bind(realm.getId())
                                .add(" and exists (select 1 from {h-schema}USER_ENTITY u where u.REALM_ID = r.ID")
                                .add(" and u.SERVICE_ACCOUNT_CLIENT_LINK is null)")
                                .only(entities(session))
                                .number(0)
                        > 0;
    }

    private Realm asked(KeycloakSession session, RealmModel realm, Instant at) {
        return new Realm(entities(session), realm.getId(), alias, settings, at, cohorts, null);
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
