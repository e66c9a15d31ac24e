package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.registry.SignInUses;
import cloud.magento.accounts.report.StopConditions.Facts;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The accounts that would be stopped, one by one, with where they came in of late. */
final class StoppedAccounts {
    /** So many are read one by one in about the time in which so many times as many names are passed over. */
    private static final int FEW = 10_000;

    private final Realm realm;
    private final StopConditions conditions;
    private final StoppedFilter filter;
    private final @Nullable String client;
    private final @Nullable Set<String> cohort;
    private final List<SignInWay> ways;

    /** What is selected, in this order. */
    private enum Column {
        ID,
        USERNAME,
        EMAIL,
        LINKED,
        PLACE,
        PASSWORD_ADMITTED,
        CLIENT,
        UPSTREAM,
        LOCAL,
        OTHER_PROVIDER,
        GRANT;

        static Column of(SignInWay way) {
            return valueOf(way.name());
        }
    }

    /** Takes the accounts one by one. */
    @FunctionalInterface
    interface Sink {
        void accept(StoppedRow row) throws IOException;
    }

    /**
     * Asks what has to be known beforehand.
     *
     * @param realm as it is at the instant that is asked for, under the policy that is asked for
     * @throws InvalidFilterException for an application or cohort that is none
     */
    StoppedAccounts(Realm realm, StoppedFilter filter) {
        this.realm = realm;
        this.conditions = new StopConditions(realm);
        this.filter = filter;
        this.client = client(filter.client());
        this.cohort = ResolvedFilter.cohort(filter.cohort(), realm);
        this.ways = filter.way() == null ? List.of(SignInWay.values()) : List.of(filter.way());
    }

    /** Those after a name, up to a number of them. */
    List<StoppedRow> page(@Nullable String after, int size) {
        Sql sql = columns(new Sql());
        Facts facts = conditions.asked();
        matching(selected(sql, facts), facts);
        few(sql);
        if (after != null) {
            sql.add(" and u.USERNAME > ").bind(after);
        }
        sql.add(" order by u.USERNAME limit " + size);
        List<StoppedRow> rows = new ArrayList<>();
        try {
            collect(uses(sql).list(realm.entities()).iterator(), rows::add);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return rows;
    }

    /** All of them, read as they are handed on. */
    void to(Sink sink) throws IOException {
        Sql sql = columns(new Sql());
        matching(selected(sql, conditions.joined()), conditions.joined());
        try (Stream<ResultRow> rows = uses(sql).stream(realm.entities())) {
            collect(rows.iterator(), sink);
        }
    }

    private static Sql columns(Sql sql) {
        sql.add("select u.ID, u.USERNAME, u.EMAIL, u.LINKED, u.PLACE, u.KEPT,"
                + " coalesce(a.CLIENT_ID, s.CLIENT_ID) as CLIENT");
        for (SignInWay way : SignInWay.values()) {
            sql.add(", s." + SignInUses.column(way));
        }
        return sql.add(" from (");
    }

    private Sql selected(Sql sql, Facts facts) {
        sql.add("select u.ID, u.USERNAME, u.EMAIL, case when ");
        facts.link(sql).add(" is null then 0 else 1 end as LINKED, coalesce(");
        facts.cohort(sql).add(", " + conditions.noCohort() + ") as PLACE, case when ");
        conditions.passwordAdmitted(sql, "u.ID").add(" then 1 else 0 end as KEPT from {h-schema}USER_ENTITY u");
        if (client != null) {
            sql.add(" join {h-schema}MAGENTO_SIGN_IN_USE x on x.USER_ID = u.ID and x.CLIENT_ID = ")
                    .bind(client);
        }
        return facts.isJoined() ? conditions.join(sql, more -> more) : sql;
    }

    private void matching(Sql sql, Facts facts) {
        realm.people(sql.add(" where ")).add(" and u.ENABLED = true");
        if (filter.way() != null) {
            used(sql.add(" and "), ways, facts);
        }
        conditions.linkRequired(sql.add(" and ("), facts);
        if (filter.client() != null && filter.way() == null) {
            used(sql.add(" and "), ways, facts);
        }
        List<SignInWay> beside = closedToLinked(false);
        if (conditions.stopsLinkedBesideUpstream() && !beside.isEmpty()) {
            conditions.loginRequired(sql.add(" or ("), facts);
            if (filter.way() == null) {
                used(sql.add(" and "), beside, facts);
            }
            passwordRefused(sql, facts).add(")");
        }
        sql.add(")");
        if (cohort != null) {
            sql.add(" and u.ID in (select m.USER_ID from {h-schema}USER_GROUP_MEMBERSHIP m where m.GROUP_ID in ")
                    .bindAll(cohort)
                    .add(")");
        } else if (filter.cohort() != null) {
            sql.add(" and u.ID not in (select m.USER_ID from {h-schema}USER_GROUP_MEMBERSHIP m where m.GROUP_ID in ")
                    .bindAll(realm.cohorts().groups())
                    .add(")");
        }
    }

    /** In an outage: that the account's password does not count, or that it came by a way that wants none. */
    private Sql passwordRefused(Sql sql, Facts facts) {
        if (!realm.isOutage()) {
            return sql;
        }
        List<SignInWay> closed = closedToLinked(true);
        conditions.passwordAdmitted(sql.add(" and (not ("), "u.ID").add(")");
        return (closed.isEmpty() ? sql : used(sql.add(" or "), closed, facts)).add(")");
    }

    private List<SignInWay> closedToLinked(boolean passwordAdmitted) {
        return ways.stream()
                .filter(way -> way.isClosedToLinked(passwordAdmitted))
                .toList();
    }

    /**
     * That the account came by one of these ways of late, into the application where one is asked for. Where few of
     * many accounts are read, each is asked by itself: of {@code exists} a database may think that it pays to read all.
     */
    private Sql used(Sql sql, List<SignInWay> wanted, Facts facts) {
        if (client != null) {
            return SignInDays.recent(sql, "x", wanted);
        }
        String rows = " from {h-schema}MAGENTO_SIGN_IN_USE y where y.USER_ID = u.ID";
        return facts.isJoined()
                ? SignInDays.recent(sql.add("exists (select 1" + rows + " and "), "y", wanted)
                        .add(")")
                : SignInDays.recent(sql.add("(select max(case when "), "y", wanted)
                        .add(" then 1 else 0 end)" + rows + ") = 1");
    }

    /** Where few came by the way, they are found by it, and not by their names among all. */
    private Sql few(Sql sql) {
        if (filter.way() == null || filter.way().isThroughUpstream() || client != null) {
            return sql;
        }
        long came = cameBy(new Sql().add("select count(*), 0 from (select y.USER_ID"))
                .add(" limit " + (FEW + 1) + ") few")
                .only(realm.entities())
                .number(0);
        return came > FEW
                ? sql
                : cameBy(sql.add(" and u.ID in (select y.USER_ID")).add(")");
    }

    private Sql cameBy(Sql sql) {
        sql.add(" from {h-schema}MAGENTO_SIGN_IN_USE y where y.REALM_ID = ").bind(realm.id());
        return SignInDays.recent(sql.add(" and "), "y", ways);
    }

    private Sql uses(Sql sql) {
        sql.add(") u left join {h-schema}MAGENTO_SIGN_IN_USE s on s.USER_ID = u.ID and ");
        SignInDays.recent(sql, "s", ways);
        if (client != null) {
            sql.add(" and s.CLIENT_ID = ").bind(client);
        }
        return sql.add(" left join {h-schema}CLIENT a on a.ID = s.CLIENT_ID order by u.USERNAME, CLIENT");
    }

    /** Each account has as many rows as applications, one after the other. */
    private void collect(Iterator<ResultRow> rows, Sink sink) throws IOException {
        @Nullable ResultRow account = null;
        List<StoppedRow.Use> uses = new ArrayList<>();
        while (rows.hasNext()) {
            ResultRow row = rows.next();
            if (account != null && !account.text(Column.ID).equals(row.text(Column.ID))) {
                sink.accept(row(account, uses));
                uses.clear();
            }
            account = row;
            use(row).ifPresent(uses::add);
        }
        if (account != null) {
            sink.accept(row(account, uses));
        }
    }

    private StoppedRow row(ResultRow cells, List<StoppedRow.Use> uses) {
        return new StoppedRow(
                cells.text(Column.ID),
                cells.text(Column.USERNAME),
                cells.textOrNull(Column.EMAIL),
                cells.flag(Column.LINKED) ? ReasonCode.LOGIN_REQUIRED : ReasonCode.LINK_REQUIRED,
                conditions.deadline((int) cells.number(Column.PLACE)),
                uses);
    }

    private Optional<StoppedRow.Use> use(ResultRow cells) {
        List<SignInWay> closed = ways.stream()
                .filter(way -> !cells.flag(Column.LINKED) || way.isClosedToLinked(cells.flag(Column.PASSWORD_ADMITTED)))
                .filter(way -> cells.number(Column.of(way)) >= SignInUses.firstDay())
                .toList();
        return closed.stream()
                .map(way -> cells.number(Column.of(way)))
                .max(Long::compare)
                .map(day -> new StoppedRow.Use(cells.text(Column.CLIENT), closed, LocalDate.ofEpochDay(day)));
    }

    private @Nullable String client(@Nullable String clientId) {
        if (clientId == null) {
            return null;
        }
        return new Sql()
                        .add("select a.ID, a.CLIENT_ID from {h-schema}CLIENT a where a.REALM_ID = ")
                        .bind(realm.id())
                        .add(" and a.CLIENT_ID = ")
                        .bind(clientId)
                        .list(realm.entities())
                        .stream()
                        // A collation may take more for the same.
                        .filter(cells -> cells.text(1).equals(clientId))
                        .map(cells -> cells.text(0))
                        .findFirst()
                        .orElseThrow(
                                () -> new InvalidFilterException("\"client\" is the id of a client of this realm."));
    }
}
