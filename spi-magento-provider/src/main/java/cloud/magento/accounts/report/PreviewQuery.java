package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.registry.SignInUses;
import cloud.magento.accounts.report.Cohorts.Cohort;
import cloud.magento.accounts.report.Preview.ApplicationStops;
import cloud.magento.accounts.report.Preview.CohortStops;
import cloud.magento.accounts.report.StopConditions.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Has the database count accounts by what they have in common, and adds up here. Who is stopped is told by {@link
 * StopConditions}.
 *
 * <p>What is counted of sign-ins goes by their own table, less those of the few accounts that do not count. Accounts
 * that Keycloak deleted unheard are counted there for a day at most.
 */
final class PreviewQuery {
    private static final List<SignInWay> WAYS = List.of(SignInWay.values());

    /** What a row counts. */
    private static final int VISITORS = 0;

    private static final int APPLICATIONS = 1;

    private final Realm realm;
    private final StopConditions conditions;
    private final List<Cohort> cohorts;

    /** @param realm as it is at the instant that is asked for, under the policy that is asked for */
    PreviewQuery(Realm realm) {
        this.realm = realm;
        this.conditions = new StopConditions(realm);
        this.cohorts = realm.cohorts().all();
    }

    /**
     * Counts.
     *
     * @param counted the instant now
     * @param reportOnly whether the realm only reports now
     */
    Preview read(Instant counted, boolean reportOnly) {
        CountingMemory.take(realm.entities());
        List<Kind> people = people();
        List<Kind> visitors = new ArrayList<>();
        Map<String, Tally> clients = new HashMap<>();
        visits().list(realm.entities()).forEach(cells -> {
            if (cells.number(0) == VISITORS) {
                visitors.add(kind(cells));
            } else {
                clients.computeIfAbsent(cells.text(2), client -> new Tally()).add(kind(cells));
            }
        });
        Tally came = Tally.of(visitors.stream());
        return new Preview(
                realm.now(),
                counted,
                reportOnly,
                realm.settings().enforceFrom(),
                stops(people.stream(), visitors.stream()),
                Math.max(0, number(people.stream()) - came.linkRequired),
                came.ways,
                cohorts.stream()
                        .map(cohort -> new CohortStops(
                                cohort.id(),
                                cohort.name(),
                                cohort.deadline(),
                                stops(
                                        people.stream()
                                                .filter(kind -> kind.cohorts().contains(cohort)),
                                        visitors.stream()
                                                .filter(kind -> kind.cohorts().contains(cohort)))))
                        .toList(),
                stops(
                        people.stream().filter(kind -> kind.cohorts().isEmpty()),
                        visitors.stream().filter(kind -> kind.cohorts().isEmpty())),
                named(clients),
                SignInDays.first(realm));
    }

    /**
     * Accounts that have all this in common.
     *
     * @param linkRequired whether they have to be linked, or else are linked
     * @param passwordAdmitted whether a declared outage lets their kept passwords count
     * @param ways by which they came of late
     */
    private record Kind(
            boolean linkRequired, boolean passwordAdmitted, List<SignInWay> ways, List<Cohort> cohorts, long number) {
        /** A linked account is stopped only where it comes in by another way than upstream. */
        boolean isStopped(SignInWay way) {
            return linkRequired || way.isClosedToLinked(passwordAdmitted);
        }
    }

    /** Adds up accounts of several kinds that came in of late. */
    private static final class Tally {
        long linkRequired;
        long loginRequired;
        final Map<SignInWay, Long> ways = new EnumMap<>(SignInWay.class);

        static Tally of(Stream<Kind> kinds) {
            Tally tally = new Tally();
            kinds.forEach(tally::add);
            return tally;
        }

        void add(Kind kind) {
            List<SignInWay> closed =
                    kind.ways().stream().filter(kind::isStopped).toList();
            if (!closed.isEmpty()) {
                linkRequired += kind.linkRequired() ? kind.number() : 0;
                loginRequired += kind.linkRequired() ? 0 : kind.number();
                closed.forEach(way -> ways.merge(way, kind.number(), Long::sum));
            }
        }
    }

    private static Stops stops(Stream<Kind> people, Stream<Kind> visitors) {
        return new Stops(number(people), Tally.of(visitors).loginRequired);
    }

    private static long number(Stream<Kind> kinds) {
        return kinds.mapToLong(Kind::number).sum();
    }

    /** Who has to be linked, by the cohorts. */
    private List<Kind> people() {
        Sql sql = cohorts(new Sql().add("select count(*), 0" + cohortNames("t") + " from (select u.ID"));
        conditions.join(sql.add(" from {h-schema}USER_ENTITY u"), this::memberships);
        realm.people(sql.add(" where ")).add(" and u.ENABLED = true and ");
        conditions.linkRequired(sql, conditions.joined()).add(") t");
        if (!cohorts.isEmpty()) {
            sql.add(" group by " + cohortNames("t").substring(2));
        }
        return sql.list(realm.entities()).stream()
                .map(cells -> new Kind(true, false, List.of(), cohorts(cells, 2), cells.number(0)))
                .toList();
    }

    /**
     * Who is stopped somewhere of those who came in of late: by how they came and by the cohorts, and again by the
     * application and by how they came into it. Both go by the same rows, which are read once.
     */
    private Sql visits() {
        String common = ", v.KEPT" + wayNames("v") + cohortNames("v");
        Sql sql = new Sql().add("with s as (select s.USER_ID, s.CLIENT_ID, f.USER_ID as LINKED");
        WAYS.forEach(way -> used(sql.add(", case when "), way).add(" then 1 else 0 end as W" + way.ordinal()));
        conditions.joinLink(sql.add(" from {h-schema}MAGENTO_SIGN_IN_USE s"), "s.USER_ID");
        stoppable(sql.add(" where s.REALM_ID = ").bind(realm.id()).add(" and "));
        visitors(sql.add("), v as (")).add(") select " + VISITORS + ", count(*), '', v.LINK" + common);
        sql.add(" from v group by v.LINK" + common);
        sql.add(" union all select " + APPLICATIONS + ", count(*), s.CLIENT_ID, v.LINK, v.KEPT" + wayNames("s"));
        cohorts.forEach(cohort -> sql.add(", 0"));
        return sql.add(" from s join v on v.USER_ID = s.USER_ID group by s.CLIENT_ID, v.LINK, v.KEPT" + wayNames("s"));
    }

    /** The accounts that are stopped, of those that have rows in {@code s}. */
    private Sql visitors(Sql sql) {
        Facts facts = conditions.joined("w.LINKED");
        sql.add("select w.USER_ID, case when w.LINKED is null then 1 else 0 end as LINK, case when ");
        conditions.passwordAdmitted(sql, "w.USER_ID").add(" then 1 else 0 end as KEPT" + wayNames("w"));
        cohorts(sql).add(" from (select s.USER_ID, s.LINKED");
        WAYS.forEach(way -> sql.add(", max(s.W" + way.ordinal() + ") as W" + way.ordinal()));
        conditions.joinBeside(sql.add(" from s group by s.USER_ID, s.LINKED) w"), "w.USER_ID", this::memberships);
        conditions.linkRequired(exceptUncounted(sql, "w.USER_ID").add(" and ("), facts);
        return conditions.loginRequired(sql.add(" or "), facts).add(")");
    }

    private Kind kind(ResultRow cells) {
        return new Kind(cells.flag(3), cells.flag(4), used(cells, 5), cohorts(cells, 5 + WAYS.size()), cells.number(1));
    }

    /** The clients of these ids, as people know them. */
    private List<ApplicationStops> named(Map<String, Tally> tallies) {
        Map<String, ResultRow> clients = new HashMap<>();
        new Sql()
                .add("select a.ID, a.CLIENT_ID, a.NAME from {h-schema}CLIENT a where a.REALM_ID = ")
                .bind(realm.id())
                .list(realm.entities())
                .forEach(cells -> clients.put(cells.text(0), cells));
        return tallies.entrySet().stream()
                .map(entry -> {
                    Optional<ResultRow> client = Optional.ofNullable(clients.get(entry.getKey()));
                    Tally tally = entry.getValue();
                    return new ApplicationStops(
                            client.map(cells -> cells.text(1)).orElse(entry.getKey()),
                            client.map(cells -> cells.text(2))
                                    .filter(name -> !name.isEmpty())
                                    .orElse(null),
                            new Stops(tally.linkRequired, tally.loginRequired),
                            tally.ways);
                })
                .filter(application -> application.stopped().total() > 0)
                .sorted(Comparator.comparingLong((ApplicationStops application) ->
                                application.stopped().total())
                        .reversed()
                        .thenComparing(ApplicationStops::clientId))
                .toList();
    }

    /**
     * Of most rows one sees by themselves that they stop nobody: the account is linked, and came through upstream. The
     * rest is left to the conditions.
     */
    private Sql stoppable(Sql sql) {
        sql.add("(");
        WAYS.stream()
                .filter(way -> !way.isThroughUpstream() && conditions.stopsLinkedBesideUpstream())
                .forEach(way -> used(sql, way).add(" or "));
        return SignInDays.recent(sql.add("f.USER_ID is null and "), "s", WAYS).add(")");
    }

    private static Sql used(Sql sql, SignInWay way) {
        return sql.add("s." + SignInUses.column(way) + " >= ").bind(SignInUses.firstDay());
    }

    private static String wayNames(String table) {
        return WAYS.stream().map(way -> ", " + table + ".W" + way.ordinal()).collect(Collectors.joining());
    }

    private static List<SignInWay> used(ResultRow cells, int from) {
        return WAYS.stream().filter(way -> cells.flag(from + way.ordinal())).toList();
    }

    /** For each cohort whether the account is in it, as a column. */
    private Sql cohorts(Sql sql) {
        for (int i = 0; i < cohorts.size(); i++) {
            sql.add(", coalesce(c.C" + i + ", 0) as C" + i);
        }
        return sql;
    }

    private String cohortNames(String table) {
        return IntStream.range(0, cohorts.size())
                .mapToObj(i -> ", " + table + ".C" + i)
                .collect(Collectors.joining());
    }

    private List<Cohort> cohorts(ResultRow cells, int from) {
        return IntStream.range(0, cohorts.size())
                .filter(i -> cells.flag(from + i))
                .mapToObj(cohorts::get)
                .toList();
    }

    /** For each cohort whether the member {@code m} is in it, as a column. */
    private Sql memberships(Sql sql) {
        for (int i = 0; i < cohorts.size(); i++) {
            sql.add(", max(case when m.GROUP_ID in ")
                    .bindAll(cohorts.get(i).groups())
                    .add(" then 1 else 0 end) as C" + i);
        }
        return sql;
    }

    /** Leaves out the accounts that do not count, and those that are in no table of Keycloak's. */
    private Sql exceptUncounted(Sql sql, String userId) {
        return sql.add(" left join {h-schema}USER_ENTITY x on x.ID = " + userId + " and x.REALM_ID = ")
                .bind(realm.id())
                .add(" and (x.ENABLED = false or x.SERVICE_ACCOUNT_CLIENT_LINK is not null) where x.ID is null and "
                        + userId + " not like 'f:%'");
    }
}
