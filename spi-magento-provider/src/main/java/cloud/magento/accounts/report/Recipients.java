package cloud.magento.accounts.report;

import cloud.magento.accounts.report.StopConditions.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The accounts to which a reminder can go: of people, enabled, not linked, not exempt, with an address. Accounts that a
 * user federation does not import are not in the database, and so not among them.
 */
public final class Recipients {
    private final Realm realm;
    private final StopConditions conditions;
    private final Filter filter;
    private final @Nullable Set<String> group;
    private final @Nullable Set<String> cohort;

    /**
     * Which of them.
     *
     * @param group the id of a group, of which and of groups below which they are members; null for all
     * @param cohort the id of a cohort's group, or {@code none} for who is in no cohort; null for all
     * @param unverified whether an address that nobody verified will do
     */
    public record Filter(@Nullable String group, @Nullable String cohort, boolean unverified) {}

    /**
     * Numbers.
     *
     * @param accounts that can be written to
     * @param unwritable that could not, for want of an address, or of a verified one where that is asked for
     */
    public record Count(long accounts, long unwritable) {}

    /** @throws InvalidFilterException for a group or cohort that is none */
    Recipients(KeycloakSession session, RealmModel realmModel, Realm realm, Filter filter) {
        this.realm = realm;
        this.conditions = new StopConditions(realm);
        this.filter = filter;
        this.group = filter.group() == null ? null : members(session, realmModel, realm, filter.group());
        this.cohort = ResolvedFilter.cohort(filter.cohort(), realm);
    }

    /** The deadlines that may hold for an account, the realm's last. */
    public List<Instant> deadlines() {
        return conditions.deadlines();
    }

    /** How many there are at this moment, by the deadlines of these that hold for them. */
    public SortedMap<Instant, Count> count(Predicate<Instant> deadline) {
        Facts facts = conditions.joined();
        Sql sql = new Sql().add("select count(*), sum(case when u.EMAIL is not null");
        verified(sql).add(" then 1 else 0 end), coalesce(");
        facts.cohort(sql).add(", " + conditions.noCohort() + ") from {h-schema}USER_ENTITY u");
        matching(conditions.join(sql, more -> more), facts, deadline).add(" group by coalesce(");
        facts.cohort(sql).add(", " + conditions.noCohort() + ")");
        SortedMap<Instant, Count> counts = new TreeMap<>();
        sql.list(realm.entities())
                .forEach(cells -> counts.merge(
                        conditions.deadline((int) cells.number(2)),
                        new Count(cells.number(1), cells.number(0) - cells.number(1)),
                        (one, other) ->
                                new Count(one.accounts() + other.accounts(), one.unwritable() + other.unwritable())));
        return counts;
    }

    /**
     * Some of them, in the order of their ids.
     *
     * @param campaign whose mails are in {@code MAGENTO_CAMPAIGN_MAIL}
     * @param step whose recipients are left out, whatever became of their mails
     * @param after the id after which to begin
     */
    public List<String> page(Predicate<Instant> deadline, String campaign, int step, String after, int size) {
        Facts facts = conditions.asked();
        Sql sql = new Sql().add("select u.ID, u.USERNAME from {h-schema}USER_ENTITY u");
        verified(matching(sql, facts, deadline).add(" and u.EMAIL is not null"))
                .add(" and u.ID > ")
                .bind(after)
                .add(" and not exists (select 1 from {h-schema}MAGENTO_CAMPAIGN_MAIL m where m.USER_ID = u.ID"
                        + " and m.CAMPAIGN_ID = ")
                .bind(campaign)
                .add(" and m.STEP = ")
                .bind(step)
                .add(") order by u.ID limit " + size);
        List<String> ids = new ArrayList<>();
        sql.list(realm.entities()).forEach(cells -> ids.add(cells.text(0)));
        return ids;
    }

    private Sql verified(Sql sql) {
        return filter.unverified() ? sql : sql.add(" and u.EMAIL_VERIFIED = true");
    }

    private Sql matching(Sql sql, Facts facts, Predicate<Instant> deadline) {
        realm.people(sql.add(" where ")).add(" and u.ENABLED = true and ");
        conditions.open(sql, facts, deadline);
        if (group != null) {
            member(sql.add(" and u.ID in "), group);
        }
        if (cohort != null) {
            member(sql.add(" and u.ID in "), cohort);
        } else if (filter.cohort() != null) {
            member(sql.add(" and u.ID not in "), realm.cohorts().groups());
        }
        return sql;
    }

    private static void member(Sql sql, Set<String> groups) {
        sql.add("(select g.USER_ID from {h-schema}USER_GROUP_MEMBERSHIP g where g.GROUP_ID in ")
                .bindAll(groups)
                .add(")");
    }

    private static Set<String> members(KeycloakSession session, RealmModel realmModel, Realm realm, String id) {
        GroupModel group = session.groups().getGroupById(realmModel, id);
        if (group == null) {
            throw new InvalidFilterException("\"group\" is the id of a group of this realm.");
        }
        return Cohorts.withDescendants(id, realm.id(), realm.entities());
    }
}
