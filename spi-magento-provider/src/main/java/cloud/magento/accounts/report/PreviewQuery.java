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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Has the database count accounts by what they have in common, and adds up here. Who is stopped is told by {@link
 * StopConditions}.
 *
 * <p>What they have in common is told by conditions alone. PostgreSQL knows that each of those has two answers; of
 * anything else that is computed it guesses that there are as many as accounts, and sorts a million of them. What is
 * counted of sign-ins goes by their own table, less those of the few accounts that do not count. Accounts that Keycloak
 * deleted unheard are counted there for a day at most.
 */
final class PreviewQuery {
    private static final List<SignInWay> WAYS = List.of(SignInWay.values());

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
        List<Kind> visitors = visitors();
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
                applications(),
                SignInDays.first(realm));
    }

    /** Only how many there are. */
    Stops stops() {
        CountingMemory.take(realm.entities());
        return stops(people().stream(), conditions.stopsLinkedBesideUpstream() ? visitors().stream() : Stream.empty());
    }

    /**
     * Accounts that have all this in common.
     *
     * @param linkRequired whether they have to be linked, or else are linked
     * @param ways by which they came of late
     */
    private record Kind(boolean linkRequired, List<SignInWay> ways, List<Cohort> cohorts, long number) {}

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

        /** A linked account is stopped only where it comes in by another way than upstream. */
        void add(Kind kind) {
            List<SignInWay> closed = kind.ways().stream()
                    .filter(way -> kind.linkRequired() || !way.isThroughUpstream())
                    .toList();
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
        Sql sql = new Sql().add("select count(*), 0" + cohortNames() + " from (select ");
        cohorts(conditions.linkRequired(sql, conditions.joined()).add(" as LINK"));
        conditions.join(sql.add(" from {h-schema}USER_ENTITY u"), "u.ID", this::memberships);
        realm.people(sql.add(" where ")).add(" and u.ENABLED = true) t where t.LINK");
        if (!cohorts.isEmpty()) {
            sql.add(" group by " + cohortNames().substring(2));
        }
        return sql.list(realm.entities()).stream()
                .map(cells -> new Kind(true, List.of(), cohorts(cells, 2), cells.number(0)))
                .toList();
    }

    /** Who is stopped somewhere of those who came in of late, by how they came and by the cohorts. */
    private List<Kind> visitors() {
        String common = "t.LINK" + wayNames() + cohortNames();
        Sql sql = stops(new Sql().add("select count(*), " + common + " from (select "));
        WAYS.forEach(way -> sql.add(", w.W" + way.ordinal() + " = 1 as W" + way.ordinal()));
        cohorts(sql).add(" from (select s.USER_ID");
        WAYS.forEach(way -> used(sql.add(", max(case when "), way).add(" then 1 else 0 end) as W" + way.ordinal()));
        sql.add(" from {h-schema}MAGENTO_SIGN_IN_USE s where s.REALM_ID = ").bind(realm.id());
        stoppable(sql).add(" group by s.USER_ID) w");
        conditions.join(sql, "w.USER_ID", this::memberships);
        exceptUncounted(sql, "w.USER_ID").add(") t where t.LINK or t.LOGIN group by " + common);
        return sql.list(realm.entities()).stream()
                .map(cells -> new Kind(cells.flag(1), used(cells, 2), cohorts(cells, 2 + WAYS.size()), cells.number(0)))
                .toList();
    }

    private List<ApplicationStops> applications() {
        String common = "t.CLIENT_ID, t.LINK" + wayNames();
        Sql sql = stops(new Sql().add("select count(*), " + common + " from (select s.CLIENT_ID, "));
        WAYS.forEach(way -> used(sql.add(", coalesce("), way).add(", false) as W" + way.ordinal()));
        conditions.join(sql.add(" from {h-schema}MAGENTO_SIGN_IN_USE s"), "s.USER_ID", more -> more);
        exceptUncounted(sql, "s.USER_ID").add(" and s.REALM_ID = ").bind(realm.id());
        stoppable(sql);
        Map<String, Tally> tallies = new HashMap<>();
        sql.add(") t where t.LINK or t.LOGIN group by " + common)
                .list(realm.entities())
                .forEach(cells -> tallies.computeIfAbsent(cells.text(1), client -> new Tally())
                        .add(new Kind(cells.flag(2), used(cells, 3), List.of(), cells.number(0))));
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

    private Sql stops(Sql sql) {
        conditions.linkRequired(sql, conditions.joined()).add(" as LINK, ");
        return conditions.loginRequired(sql, conditions.joined()).add(" as LOGIN");
    }

    /**
     * Of most rows one sees by themselves that they stop nobody: the account is linked, and came through upstream. The
     * rest is left to the conditions.
     */
    private Sql stoppable(Sql sql) {
        sql.add(" and (");
        if (conditions.stopsLinkedBesideUpstream()) {
            WAYS.stream()
                    .filter(way -> !way.isThroughUpstream())
                    .forEach(way -> used(sql, way).add(" or "));
        }
        return sql.add("not exists (select 1 from {h-schema}FEDERATED_IDENTITY g where g.USER_ID = s.USER_ID"
                        + " and g.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add("))");
    }

    private static Sql used(Sql sql, SignInWay way) {
        return sql.add("s." + SignInUses.column(way) + " >= ").bind(SignInUses.firstDay());
    }

    private static String wayNames() {
        StringBuilder names = new StringBuilder();
        WAYS.forEach(way -> names.append(", t.W").append(way.ordinal()));
        return names.toString();
    }

    private static List<SignInWay> used(ResultRow cells, int from) {
        return WAYS.stream().filter(way -> cells.flag(from + way.ordinal())).toList();
    }

    /** For each cohort whether the account is in it, as a column. */
    private Sql cohorts(Sql sql) {
        for (int i = 0; i < cohorts.size(); i++) {
            sql.add(", coalesce(c.C" + i + ", 0) = 1 as C" + i);
        }
        return sql;
    }

    private String cohortNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < cohorts.size(); i++) {
            names.append(", t.C").append(i);
        }
        return names.toString();
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
