package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.registry.SignInUses;
import cloud.magento.accounts.report.Cohorts.Cohort;
import cloud.magento.accounts.report.Preview.ApplicationStops;
import cloud.magento.accounts.report.Preview.CohortStops;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has the database count accounts by what they have in common, and adds up here. Who is stopped is told by {@link
 * StopConditions}.
 */
final class PreviewQuery {
    private static final SignInWay[] WAYS = SignInWay.values();

    private final Realm realm;
    private final StopConditions conditions;

    /** @param realm as it is at the instant that is asked for, under the policy that is asked for */
    PreviewQuery(Realm realm) {
        this.realm = realm;
        this.conditions = new StopConditions(realm);
    }

    /**
     * Counts.
     *
     * @param counted the instant now
     * @param reportOnly whether the realm only reports now
     */
    Preview read(Instant counted, boolean reportOnly) {
        List<Kind> accounts = accounts();
        Tally all = new Tally();
        accounts.forEach(some -> all.add(some.stop(), some.ways(), some.number()));
        return new Preview(
                realm.now(),
                counted,
                reportOnly,
                realm.settings().enforceFrom(),
                all.stops(),
                all.withoutSignIn,
                all.ways,
                realm.cohorts().all().stream()
                        .map(cohort -> new CohortStops(
                                cohort.id(),
                                cohort.name(),
                                cohort.deadline(),
                                stops(accounts.stream()
                                        .filter(some -> some.cohorts().contains(cohort)))))
                        .toList(),
                stops(accounts.stream().filter(some -> some.cohorts().isEmpty())),
                applications(),
                SignInDays.first(realm));
    }

    /** Only how many there are. */
    Stops stops() {
        return stops(accounts().stream());
    }

    /** What stops an account, as the database tells it. */
    private enum Stop {
        NONE,
        LINK_REQUIRED,
        LOGIN_REQUIRED
    }

    /** Accounts that have all this in common. */
    private record Kind(List<Cohort> cohorts, Stop stop, List<SignInWay> ways, long number) {}

    /** Adds up accounts of several kinds. */
    private static final class Tally {
        long linkRequired;
        long loginRequired;
        long withoutSignIn;
        final Map<SignInWay, Long> ways = new EnumMap<>(SignInWay.class);

        /** A linked account is stopped only where it comes in by another way than upstream. */
        void add(Stop stop, List<SignInWay> used, long number) {
            List<SignInWay> closed = used.stream()
                    .filter(way -> stop == Stop.LINK_REQUIRED || !way.isThroughUpstream())
                    .toList();
            if (stop == Stop.LINK_REQUIRED) {
                linkRequired += number;
                withoutSignIn += used.isEmpty() ? number : 0;
            } else if (!closed.isEmpty()) {
                loginRequired += number;
            }
            closed.forEach(way -> ways.merge(way, number, Long::sum));
        }

        /** The same of an application, where accounts that came long ago do not count. */
        void addUsed(Stop stop, List<SignInWay> used, long number) {
            if (!used.isEmpty()) {
                add(stop, used, number);
            }
        }

        Stops stops() {
            return new Stops(linkRequired, loginRequired);
        }
    }

    private static Stops stops(Stream<Kind> accounts) {
        Tally tally = new Tally();
        accounts.forEach(some -> tally.add(some.stop(), some.ways(), some.number()));
        return tally.stops();
    }

    private List<Kind> accounts() {
        List<Cohort> cohorts = realm.cohorts().all();
        StringBuilder common = new StringBuilder("t.STOP");
        for (int i = 0; i < WAYS.length; i++) {
            common.append(", t.W").append(i);
        }
        for (int i = 0; i < cohorts.size(); i++) {
            common.append(", t.C").append(i);
        }
        Sql sql = stop(new Sql().add("select " + common + ", count(*) from (select "));
        for (int i = 0; i < WAYS.length; i++) {
            sql.add(", coalesce(w.W" + i + ", 0) as W" + i);
        }
        for (int i = 0; i < cohorts.size(); i++) {
            sql.add(", coalesce(c.C" + i + ", 0) as C" + i);
        }
        conditions.join(sql.add(" from {h-schema}USER_ENTITY u"), this::memberships);
        ways(sql.add(" left join (select s.USER_ID"), "max(", ")")
                .add(" from {h-schema}MAGENTO_SIGN_IN_USE s where s.REALM_ID = ")
                .bind(realm.id())
                .add(" group by s.USER_ID) w on w.USER_ID = u.ID where ");
        realm.people(sql).add(" and u.ENABLED = true) t where t.STOP > 0 group by " + common);
        return sql.list(realm.entities()).stream()
                .map(cells -> new Kind(
                        Stream.iterate(0, i -> i < cohorts.size(), i -> i + 1)
                                .filter(i -> cells.flag(1 + WAYS.length + i))
                                .map(cohorts::get)
                                .toList(),
                        Stop.values()[(int) cells.number(0)],
                        used(cells, 1),
                        cells.number(1 + WAYS.length + cohorts.size())))
                .toList();
    }

    private List<ApplicationStops> applications() {
        StringBuilder common = new StringBuilder("t.CLIENT_ID, t.STOP");
        for (int i = 0; i < WAYS.length; i++) {
            common.append(", t.W").append(i);
        }
        Sql sql = new Sql().add("select " + common + ", count(*) from (select s.CLIENT_ID, ");
        conditions.join(
                ways(stop(sql), "", "")
                        .add(" from {h-schema}MAGENTO_SIGN_IN_USE s join {h-schema}USER_ENTITY u"
                                + " on u.ID = s.USER_ID"),
                more -> more);
        realm.people(sql.add(" where s.REALM_ID = ").bind(realm.id()).add(" and "))
                .add(" and u.ENABLED = true) t where t.STOP > 0 group by " + common);
        Map<String, Tally> tallies = new HashMap<>();
        sql.list(realm.entities())
                .forEach(cells -> tallies.computeIfAbsent(cells.text(0), client -> new Tally())
                        .addUsed(Stop.values()[(int) cells.number(1)], used(cells, 2), cells.number(2 + WAYS.length)));
        return named(tallies);
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
                .filter(entry -> entry.getValue().stops().total() > 0)
                .map(entry -> {
                    Optional<ResultRow> client = Optional.ofNullable(clients.get(entry.getKey()));
                    return new ApplicationStops(
                            client.map(cells -> cells.text(1)).orElse(entry.getKey()),
                            client.map(cells -> cells.text(2)).orElse(null),
                            entry.getValue().stops(),
                            entry.getValue().ways);
                })
                .sorted(Comparator.comparingLong((ApplicationStops application) ->
                                application.stopped().total())
                        .reversed()
                        .thenComparing(ApplicationStops::clientId))
                .toList();
    }

    private Sql stop(Sql sql) {
        StopConditions.Facts facts = conditions.joined();
        conditions.linkRequired(sql.add("case when "), facts).add(" then 1 when ");
        return conditions.loginRequired(sql, facts).add(" then 2 else 0 end as STOP");
    }

    /** For each way whether it was used of late, as a column. */
    private static Sql ways(Sql sql, String before, String after) {
        for (SignInWay way : WAYS) {
            sql.add(", " + before + "case when s." + SignInUses.column(way) + " >= ")
                    .bind(SignInUses.firstDay())
                    .add(" then 1 else 0 end" + after + " as W" + way.ordinal());
        }
        return sql;
    }

    /** For each cohort whether the member {@code m} is in it, as a column. */
    private Sql memberships(Sql sql) {
        List<Cohort> cohorts = realm.cohorts().all();
        for (int i = 0; i < cohorts.size(); i++) {
            sql.add(", max(case when m.GROUP_ID in ")
                    .bindAll(cohorts.get(i).groups())
                    .add(" then 1 else 0 end) as C" + i);
        }
        return sql;
    }

    private static List<SignInWay> used(ResultRow cells, int from) {
        return Stream.of(WAYS).filter(way -> cells.flag(from + way.ordinal())).toList();
    }
}
