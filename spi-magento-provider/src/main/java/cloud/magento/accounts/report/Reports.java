package cloud.magento.accounts.report;

import cloud.magento.accounts.evaluation.StoredPolicy;
import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What can be asked of a realm that has a provider of ours, as of the instant at which this was made. Accounts of
 * clients are in no answer; accounts that a user federation does not import are not in the database, and so in none
 * either.
 */
public final class Reports {
    /** After how many days without use a link counts as unused. */
    public static final int UNUSED_DAYS = 90;

    private final KeycloakSession session;
    private final RealmModel realmModel;
    private final Realm realm;

    private Reports(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        this.session = session;
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        LinkSettings settings = StoredPolicy.of(provider);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        this.realmModel = realm;
        this.realm = new Realm(
                entities,
                realm.getId(),
                provider.getAlias(),
                settings,
                now,
                Cohorts.of(session, realm, entities, settings.enforceFrom()),
                new Outages(session, realm)
                        .inForce(now, provider.outageLimit())
                        .map(Outage::until)
                        .orElse(null));
    }

    /** Empty in a realm that has no provider of ours and so no policy. */
    public static Optional<Reports> in(KeycloakSession session, RealmModel realm) {
        return MagentoProvider.in(session, realm).map(provider -> new Reports(session, realm, provider));
    }

    /** The cohorts' names by the ids of their groups, the earliest deadline first. */
    public Map<String, String> cohorts() {
        Map<String, String> names = new LinkedHashMap<>();
        realm.cohorts().all().forEach(cohort -> names.put(cohort.id(), cohort.name()));
        return names;
    }

    /** The groups that state a deadline or have one approved. */
    public CohortList cohortList() {
        return new CohortList(
                session, realmModel, realm.entities(), realm.settings().enforceFrom());
    }

    Realm realm() {
        return realm;
    }

    /** How many accounts are linked: counted now or, where that takes long, some minutes ago; {@code at} tells. */
    public Coverage coverage() {
        return ReportCache.answer(session, realm, "coverage", Coverage.class, asked -> new CoverageQuery(asked).read());
    }

    /** How many links have another address upstream than their account has here; slower than {@link #coverage()}. */
    public long emailDrift() {
        return ReportCache.answer(session, realm, "drift", Long.class, asked -> new CoverageQuery(asked).drift());
    }

    /** Whom a declared outage would let in by their kept passwords; counted now, or some minutes ago. */
    public KeptPasswords keptPasswords() {
        return ReportCache.answer(session, realm, "kept passwords", KeptPasswords.class, KeptPasswords::count);
    }

    /**
     * Coverage over time.
     *
     * @param points how many days at most, 1 to {@value CoverageHistory#MAX_POINTS}
     * @throws InvalidFilterException for another number
     */
    public CoverageHistory history(int points) {
        if (points < 1 || points > CoverageHistory.MAX_POINTS) {
            throw new InvalidFilterException("\"max\" is a number from 1 to " + CoverageHistory.MAX_POINTS + ".");
        }
        return ReportCache.answer(
                session,
                realm,
                "history " + points,
                CoverageHistory.class,
                asked -> new HistoryQuery(asked).read(points));
    }

    /**
     * A page of the accounts for which the filter holds, by their names.
     *
     * @param after {@link IdentityPage#next()} of the page before, or null for the first
     * @param max how many rows at most, 1 to {@value IdentityPage#MAX_SIZE}
     * @throws InvalidFilterException for a number, cursor or cohort that is none
     */
    public IdentityPage identities(IdentityFilter filter, @Nullable String after, int max) {
        if (max < 1 || max > IdentityPage.MAX_SIZE) {
            throw new InvalidFilterException("\"max\" is a number from 1 to " + IdentityPage.MAX_SIZE + ".");
        }
        String afterName = after == null ? null : PageCursor.username(after);
        Accounts accounts = new Accounts(realm);
        Sql sql = accounts.page(ResolvedFilter.of(filter, realm), afterName, max + 1);
        List<IdentityRow> rows = new ArrayList<>();
        sql.list(realm.entities()).forEach(cells -> rows.add(accounts.row(cells)));
        return rows.size() <= max
                ? new IdentityPage(rows, null)
                : new IdentityPage(
                        rows.subList(0, max), PageCursor.after(rows.get(max - 1).username()));
    }

    /** How many accounts would be stopped at an instant; counted now or, where that takes long, some minutes ago. */
    public Preview preview(Instant at) {
        return ReportCache.answer(
                session,
                realm,
                "preview " + at,
                Preview.class,
                asked -> new PreviewQuery(asked.enforcedAt(at))
                        .read(asked.now(), asked.settings().reportOnly()));
    }

    /** Who is not linked yet; counted now or, where that takes long, some minutes ago. */
    public OpenAccounts openAccounts(Instant at) {
        return ReportCache.answer(
                session, realm, "open " + at, OpenAccounts.class, asked -> new OpenAccountsQuery(asked).read(at));
    }

    /**
     * Accounts that can be written to because they are not linked yet.
     *
     * @throws InvalidFilterException for a group or cohort that is none
     */
    public Recipients recipients(Recipients.Filter filter) {
        return new Recipients(session, realmModel, realm, filter);
    }

    /** The realm's deadline. */
    public Instant deadline() {
        return realm.settings().enforceFrom();
    }

    /** Whether the policy stops nobody yet. */
    public boolean isReportOnly() {
        return realm.settings().reportOnly();
    }

    /** The instant at which this was made. */
    public Instant now() {
        return realm.now();
    }

    /**
     * A page of the accounts that would be stopped, by their names.
     *
     * @param after {@link StoppedPage#next()} of the page before, or null for the first
     * @param max how many accounts at most, 1 to {@value IdentityPage#MAX_SIZE}
     * @throws InvalidFilterException for a number, cursor, application or cohort that is none
     */
    public StoppedPage stopped(StoppedFilter filter, @Nullable String after, int max) {
        if (max < 1 || max > IdentityPage.MAX_SIZE) {
            throw new InvalidFilterException("\"max\" is a number from 1 to " + IdentityPage.MAX_SIZE + ".");
        }
        String afterName = after == null ? null : PageCursor.username(after);
        List<StoppedRow> rows = new StoppedAccounts(realm.enforcedAt(filter.at()), filter).page(afterName, max + 1);
        return rows.size() <= max
                ? new StoppedPage(rows, null)
                : new StoppedPage(
                        rows.subList(0, max), PageCursor.after(rows.get(max - 1).username()));
    }

    /** All of them, one after the other, however many they are. */
    public StoppedExport stoppedExport(StoppedFilter filter) {
        return new StoppedExport(new StoppedAccounts(realm.enforcedAt(filter.at()), filter));
    }

    /** All accounts for which the filter holds, one after the other, however many they are. */
    public IdentityExport export(IdentityFilter filter) {
        return new IdentityExport(realm, filter);
    }
}
