package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.StoredTime;
import cloud.magento.accounts.report.Cohorts.Cohort;
import cloud.magento.accounts.report.Coverage.CohortCoverage;
import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.report.Coverage.LinkUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts without joining all accounts with all links: every link belongs to an account, so that who is linked is
 * counted from the links alone, less those of the few accounts that do not count. Whether an account is linked is
 * Keycloak's row alone, as at the gate and in the list; how links are used the registry tells.
 */
final class CoverageQuery {
    private final Realm realm;
    private final Accounts accounts;

    /** What {@link #people()} selects, in this order. */
    private enum AccountCount {
        ENABLED,
        DISABLED
    }

    /** What {@link #allLinks} selects, in this order. */
    private enum LinkCount {
        TOTAL,
        NEVER_USED,
        UNUSED
    }

    CoverageQuery(Realm realm) {
        this.realm = realm;
        this.accounts = new Accounts(realm);
    }

    Coverage read() {
        CountingMemory.take(realm.entities());
        ResultRow people = people().only(realm.entities());
        ResultRow allLinks = allLinks(since()).only(realm.entities());
        LinkUse links = new LinkUse(
                allLinks.number(LinkCount.TOTAL),
                allLinks.number(LinkCount.NEVER_USED),
                since(),
                allLinks.number(LinkCount.UNUSED));
        long enabled = people.number(AccountCount.ENABLED);
        long linked = number(linked()) - number(uncountedLinks());
        List<Members> members = members();
        Counts inCohorts = members.stream().map(Members::counts).reduce(Counts.NONE, Counts::plus);
        Counts everybodyElse = Counts.of(
                enabled - inCohorts.total(),
                linked - inCohorts.linked(),
                number(exempt()) - inCohorts.exempt(),
                realm.deadlinePassed());
        return new Coverage(
                realm.now(),
                realm.settings().enforceFrom(),
                realm.settings().reportOnly(),
                everybodyElse.plus(inCohorts),
                people.number(AccountCount.DISABLED),
                byCohort(members),
                realm.cohorts().unapproved(),
                everybodyElse,
                links);
    }

    /**
     * Enabled and disabled accounts of people: one pass over one table, which a database can share among its workers.
     */
    private Sql people() {
        return new Sql()
                .add("select count(case when u.ENABLED = true then 1 end), count(case when u.ENABLED = false then 1"
                        + " end)")
                .add(" from {h-schema}USER_ENTITY u where u.SERVICE_ACCOUNT_CLIENT_LINK is null and u.REALM_ID = ")
                .bind(realm.id());
    }

    /** Links of accounts that Keycloak has in its own tables. */
    private Sql linked() {
        return new Sql()
                .add("select count(*), 0 from {h-schema}FEDERATED_IDENTITY f where f.REALM_ID = ")
                .bind(realm.id())
                .add(" and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias());
    }

    /** Links of accounts that do not count: few, so they are looked up one by one. */
    private Sql uncountedLinks() {
        return new Sql()
                .add("select count(*), 0 from {h-schema}USER_ENTITY u join {h-schema}FEDERATED_IDENTITY f")
                .add(" on f.USER_ID = u.ID where u.REALM_ID = ")
                .bind(realm.id())
                .add(" and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add(" and (u.ENABLED = false or u.SERVICE_ACCOUNT_CLIENT_LINK is not null)");
    }

    /** Goes from the exemptions, which are few, to their accounts. */
    private Sql exempt() {
        Sql sql = new Sql()
                .add("select count(*), 0 from {h-schema}MAGENTO_EXEMPTION e")
                .add(" left join {h-schema}FEDERATED_IDENTITY f on f.USER_ID = e.USER_ID and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias());
        return exceptUncounted(sql, "e.USER_ID")
                .add(" and f.USER_ID is null and e.REALM_ID = ")
                .bind(realm.id())
                .add(" and e.UNTIL_AT > ")
                .bind(StoredTime.millis(realm.now()));
    }

    /** Leaves out the accounts that do not count; begins the conditions. */
    private Sql exceptUncounted(Sql sql, String userId) {
        return sql.add(" left join {h-schema}USER_ENTITY u on u.ID = " + userId + " and u.REALM_ID = ")
                .bind(realm.id())
                .add(" and (u.ENABLED = false or u.SERVICE_ACCOUNT_CLIENT_LINK is not null) where u.ID is null");
    }

    /** The enabled accounts that are in just these cohorts. */
    private record Members(List<Cohort> cohorts, Counts counts) {}

    /** One pass over all members, however many cohorts they are in, less the few that do not count. */
    private List<Members> members() {
        List<Cohort> cohorts = realm.cohorts().all();
        if (cohorts.isEmpty()) {
            return List.of();
        }
        List<Members> members = new ArrayList<>();
        for (ResultRow cells : byMembership(cohorts).list(realm.entities())) {
            List<Cohort> in = new ArrayList<>();
            for (int i = 0; i < cohorts.size(); i++) {
                if (cells.flag(i)) {
                    in.add(cohorts.get(i));
                }
            }
            int counts = cohorts.size();
            // The cohorts come by their deadlines, so the first decides.
            members.add(new Members(
                    in,
                    Counts.of(
                            cells.number(counts),
                            cells.number(counts + 1),
                            cells.number(counts + 2),
                            realm.passed(in.get(0).deadline()))));
        }
        return members;
    }

    private Sql byMembership(List<Cohort> cohorts) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < cohorts.size(); i++) {
            columns.append(i == 0 ? "" : ", ").append("c.C").append(i);
        }
        Sql sql = new Sql()
                .add("select " + columns + ", count(*), count(f.USER_ID),")
                .add(" sum(case when f.USER_ID is null and e.UNTIL_AT > ")
                .bind(StoredTime.millis(realm.now()))
                .add(" then 1 else 0 end) from (select m.USER_ID");
        for (int i = 0; i < cohorts.size(); i++) {
            sql.add(", max(case when m.GROUP_ID in ")
                    .bindAll(cohorts.get(i).groups())
                    .add(" then 1 else 0 end) as C" + i);
        }
        sql.add(" from {h-schema}USER_GROUP_MEMBERSHIP m where m.GROUP_ID in ")
                .bindAll(realm.cohorts().groups())
                .add(" group by m.USER_ID) c left join {h-schema}FEDERATED_IDENTITY f on f.USER_ID = c.USER_ID")
                .add(" and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add(" left join {h-schema}MAGENTO_EXEMPTION e on e.USER_ID = c.USER_ID and e.REALM_ID = ")
                .bind(realm.id());
        return exceptUncounted(sql, "c.USER_ID").add(" group by " + columns);
    }

    private List<CohortCoverage> byCohort(List<Members> members) {
        return realm.cohorts().all().stream()
                .map(cohort -> new CohortCoverage(
                        cohort.id(),
                        cohort.name(),
                        cohort.deadline(),
                        members.stream()
                                .filter(some -> some.cohorts().contains(cohort))
                                .map(Members::counts)
                                .reduce(Counts.NONE, Counts::plus)))
                .toList();
    }

    private Instant since() {
        return realm.now().minus(Duration.ofDays(Reports.UNUSED_DAYS));
    }

    /** Also counts those of accounts that a user federation did not import, which are among no accounts. */
    private Sql allLinks(Instant since) {
        return new Sql()
                .add("select count(*), sum(case when l.LAST_SEEN is null then 1 else 0 end),")
                .add(" sum(case when coalesce(l.LAST_SEEN, l.LINKED_AT) < ")
                .bind(StoredTime.millis(since))
                .add(" then 1 else 0 end) from {h-schema}MAGENTO_LINK l where l.REALM_ID = ")
                .bind(realm.id())
                .add(" and l.ALIAS = ")
                .bind(realm.alias());
    }

    /** Joins all links with all accounts, so it is asked apart. */
    long drift() {
        return number(new Sql()
                .add("select count(*), 0 from {h-schema}MAGENTO_LINK l")
                .add(" join {h-schema}USER_ENTITY u on u.ID = l.USER_ID where l.REALM_ID = ")
                .bind(realm.id())
                .add(" and l.ALIAS = ")
                .bind(realm.alias())
                .add(" and ")
                .add(accounts.drift()));
    }

    /** The first column; each statement has a second, since a row of one is given as a bare value. */
    private long number(Sql sql) {
        return sql.only(realm.entities()).number(0);
    }
}
