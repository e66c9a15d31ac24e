package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkFacts;
import cloud.magento.accounts.policy.LinkStatus;
import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import cloud.magento.accounts.policy.StoredTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The realm's accounts of people as SQL sees them: {@code u} the account, {@code f} Keycloak's link and {@code l} our
 * row of it, {@code e} the exemption. Whether an account is linked is Keycloak's row alone, as at the gate.
 *
 * <p>What a filter asks of other tables is written as a question for each account wherever it is the lack of something
 * that is asked for. Databases guess badly how many rows lack something, and then read all of a million accounts for a
 * page of a hundred; put this way they can only go by the index of names and stop when the page is full.
 */
final class Accounts {
    private final Realm realm;
    private final Dialect dialect;
    private final List<Instant> deadlines;
    private final List<Set<String>> groupsByDeadline;

    /** What is selected of each account, in this order. */
    enum Column {
        ID,
        USERNAME,
        EMAIL,
        ENABLED,
        SUBJECT,
        UPSTREAM_NAME,
        ISSUER,
        UPSTREAM_EMAIL,
        DRIFT,
        LINKED_AT,
        PROOF,
        LAST_SEEN,
        EXEMPT_UNTIL,
        /** Its place among the deadlines of cohorts, the earliest first. */
        COHORT_DEADLINE
    }

    Accounts(Realm realm) {
        this.realm = realm;
        this.dialect = Dialect.of(realm.entities());
        this.deadlines = List.copyOf(realm.cohorts().groupsByDeadline().keySet());
        this.groupsByDeadline = List.copyOf(realm.cohorts().groupsByDeadline().values());
    }

    /** Everything that a row tells of each account for which the filter holds, by their names. */
    Sql all(ResolvedFilter wanted) {
        Sql sql = columns(columns -> columns.add("e.UNTIL_AT"));
        matching(sql, wanted);
        joined(sql);
        joinExemption(sql);
        return byName(sql);
    }

    /**
     * The same of those after a name, up to a number of them. Exemptions are looked up one by one: joined, a database
     * that takes a page for shorter than it is compares each of its rows with every exemption there is.
     */
    Sql page(ResolvedFilter wanted, @Nullable String after, int size) {
        Sql sql = columns(this::exemptUntil);
        matching(sql, wanted);
        if (after != null) {
            sql.add(" and u.USERNAME > ").bind(after);
        }
        return byName(joined(sql.add(" order by u.USERNAME limit " + size)));
    }

    private Sql columns(UnaryOperator<Sql> exemption) {
        Sql sql = new Sql().add("select ");
        for (Column column : Column.values()) {
            select(sql.add(column.ordinal() == 0 ? "" : ", "), column, exemption);
        }
        return sql.add(" from (select u.ID, u.USERNAME, u.EMAIL, u.ENABLED from {h-schema}USER_ENTITY u");
    }

    private Sql select(Sql sql, Column column, UnaryOperator<Sql> exemption) {
        return switch (column) {
            case ID -> sql.add("u.ID");
            case USERNAME -> sql.add("u.USERNAME");
            case EMAIL -> sql.add("u.EMAIL");
            case ENABLED -> sql.add("case when u.ENABLED = true then 1 else 0 end");
            case SUBJECT -> sql.add("f.FEDERATED_USER_ID");
            case UPSTREAM_NAME -> sql.add("f.FEDERATED_USERNAME");
            case ISSUER -> sql.add("l.ISSUER");
            case UPSTREAM_EMAIL -> sql.add("l.UPSTREAM_EMAIL");
            case DRIFT -> sql.add("case when " + drift() + " then 1 else 0 end");
            case LINKED_AT -> sql.add("l.LINKED_AT");
            case PROOF -> sql.add("l.PROOF");
            case LAST_SEEN -> sql.add("l.LAST_SEEN");
            case EXEMPT_UNTIL -> exemption.apply(sql);
            case COHORT_DEADLINE -> cohortDeadline(sql);
        };
    }

    private void matching(Sql sql, ResolvedFilter wanted) {
        IdentityFilter filter = wanted.filter();
        if (filter.linkedFrom() != null
                || filter.linkedTo() != null
                || filter.unusedSince() != null
                || filter.neverUsed()
                || filter.drift()) {
            joinRegistry(sql.add(" join "));
        }
        realm.people(sql.add(" where "));
        where(sql, wanted);
    }

    private Sql joined(Sql sql) {
        joinLink(sql.add(") u"));
        joinRegistry(sql.add(" left join "));
        return sql;
    }

    private static Sql byName(Sql sql) {
        return sql.add(" order by u.USERNAME");
    }

    IdentityRow row(ResultRow cells) {
        boolean enabled = cells.flag(Column.ENABLED);
        boolean linked = !cells.isNull(Column.SUBJECT);
        Instant until = cells.instantOrNull(Column.EXEMPT_UNTIL);
        Instant exemptUntil = until != null && realm.now().isBefore(until) ? until : null;
        Instant deadline = cells.isNull(Column.COHORT_DEADLINE)
                ? realm.settings().enforceFrom()
                : deadlines.get((int) cells.number(Column.COHORT_DEADLINE));
        return new IdentityRow(
                cells.text(Column.ID),
                cells.text(Column.USERNAME),
                cells.textOrNull(Column.EMAIL),
                enabled,
                state(enabled, linked, exemptUntil, deadline),
                deadline,
                exemptUntil,
                cells.textOrNull(Column.ISSUER),
                cells.textOrNull(Column.SUBJECT),
                cells.textOrNull(Column.UPSTREAM_NAME),
                cells.textOrNull(Column.UPSTREAM_EMAIL),
                cells.flag(Column.DRIFT),
                cells.instantOrNull(Column.LINKED_AT),
                cells.textOrNull(Column.PROOF),
                cells.instantOrNull(Column.LAST_SEEN));
    }

    void joinLink(Sql sql) {
        sql.add(" left join {h-schema}FEDERATED_IDENTITY f on f.USER_ID = u.ID and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias());
    }

    void joinExemption(Sql sql) {
        sql.add(" left join {h-schema}MAGENTO_EXEMPTION e on e.USER_ID = u.ID and e.REALM_ID = ")
                .bind(realm.id());
    }

    /** The links to count, with their accounts where the condition wants them. */
    String drift() {
        return "(l.UPSTREAM_EMAIL is not null and (u.EMAIL is null or ("
                + dialect.differ("l.UPSTREAM_EMAIL", "u.EMAIL")
                + ")))";
    }

    private IdentityState state(boolean enabled, boolean linked, @Nullable Instant exemptUntil, Instant deadline) {
        if (!enabled) {
            return IdentityState.DISABLED;
        }
        LinkFacts facts = new LinkFacts(
                realm.now(), false, linked, false, false, Shortfall.NONE, false, exemptUntil, null, null, 0);
        return IdentityState.of(LinkStatus.of(facts, deadline));
    }

    private void joinRegistry(Sql sql) {
        sql.add("{h-schema}MAGENTO_LINK l on l.USER_ID = u.ID and l.REALM_ID = ")
                .bind(realm.id())
                .add(" and l.ALIAS = ")
                .bind(realm.alias());
    }

    /** The place of the earliest deadline of the account's cohorts in the list of all of them, or null. */
    private Sql cohortDeadline(Sql sql) {
        if (deadlines.isEmpty()) {
            return sql.add("null");
        }
        sql.add("(select min(case");
        for (int i = 0; i < deadlines.size(); i++) {
            sql.add(" when m.GROUP_ID in ").bindAll(groupsByDeadline.get(i)).add(" then " + i);
        }
        return sql.add(" end) from {h-schema}USER_GROUP_MEMBERSHIP m where m.USER_ID = u.ID)");
    }

    private void where(Sql sql, ResolvedFilter wanted) {
        IdentityFilter filter = wanted.filter();
        if (filter.state() != null) {
            sql.add(" and ");
            inState(sql, filter.state(), wanted.fewExemptions());
        }
        if (wanted.named() != null) {
            sql.add(" and u.ID in ").bindAll(wanted.named());
        } else if (filter.search() != null) {
            containing(sql, filter.search());
        }
        if (wanted.cohort() != null) {
            inCohort(sql, wanted.cohort());
        } else if (filter.cohort() != null) {
            memberships(sql.add(" and "), realm.cohorts().groups()).add(" = 0");
        }
        if (filter.linkedFrom() != null) {
            sql.add(" and l.LINKED_AT >= ").bind(StoredTime.millis(filter.linkedFrom()));
        }
        if (filter.linkedTo() != null) {
            sql.add(" and l.LINKED_AT < ").bind(StoredTime.millis(filter.linkedTo()));
        }
        if (filter.unusedSince() != null) {
            sql.add(" and coalesce(l.LAST_SEEN, l.LINKED_AT) < ").bind(StoredTime.millis(filter.unusedSince()));
        }
        if (filter.neverUsed()) {
            sql.add(" and l.LAST_SEEN is null");
        }
        if (filter.drift()) {
            sql.add(" and ").add(drift());
        }
    }

    private void inState(Sql sql, IdentityState state, boolean fewExemptions) {
        sql.add(state == IdentityState.DISABLED ? "u.ENABLED = false" : "u.ENABLED = true");
        switch (state) {
            case DISABLED -> {}
            case LINKED -> link(sql).add(" is not null");
            case UNLINKED -> link(sql).add(" is null");
            case EXEMPT -> {
                link(sql).add(" is null");
                exempt(sql, fewExemptions);
            }
            case DUE -> {
                open(sql);
                overdue(sql.add(" and not "));
            }
            case OVERDUE -> {
                open(sql);
                overdue(sql.add(" and "));
            }
        }
    }

    private Sql link(Sql sql) {
        return sql.add(" and (select f.USER_ID from {h-schema}FEDERATED_IDENTITY f where f.USER_ID = u.ID"
                        + " and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add(")");
    }

    private Sql exemptUntil(Sql sql) {
        return sql.add("(select e.UNTIL_AT from {h-schema}MAGENTO_EXEMPTION e where e.USER_ID = u.ID and e.REALM_ID = ")
                .bind(realm.id())
                .add(")");
    }

    /** A few exempt accounts are looked up one by one, and looked for where there are many. */
    private void exempt(Sql sql, boolean few) {
        if (few) {
            realm.exemptions(sql.add(" and u.ID in (select e.USER_ID from ")).add(")");
        } else {
            exemptUntil(sql.add(" and ")).add(" > ").bind(StoredTime.millis(realm.now()));
        }
    }

    private void open(Sql sql) {
        link(sql).add(" is null and coalesce(");
        exemptUntil(sql).add(", 0) <= ").bind(StoredTime.millis(realm.now()));
    }

    /** Where the earliest deadline has passed, so has some; without any cohort the realm's deadline tells. */
    private void overdue(Sql sql) {
        List<String> passed = realm.cohorts().groupsByDeadline().entrySet().stream()
                .filter(cohort -> realm.passed(cohort.getKey()))
                .flatMap(cohort -> cohort.getValue().stream())
                .toList();
        memberships(sql.add("("), passed).add(" > 0");
        if (realm.deadlinePassed()) {
            memberships(sql.add(" or "), realm.cohorts().groups()).add(" = 0");
        }
        sql.add(")");
    }

    private static void inCohort(Sql sql, Set<String> groups) {
        sql.add(" and u.ID in (select m.USER_ID from {h-schema}USER_GROUP_MEMBERSHIP m where m.GROUP_ID in ")
                .bindAll(groups)
                .add(")");
    }

    /** In how many of the groups the account is. */
    private static Sql memberships(Sql sql, Collection<String> groups) {
        return groups.isEmpty()
                ? sql.add("0")
                : sql.add("(select count(*) from {h-schema}USER_GROUP_MEMBERSHIP m where m.USER_ID = u.ID"
                                + " and m.GROUP_ID in ")
                        .bindAll(groups)
                        .add(")");
    }

    private void containing(Sql sql, String search) {
        String pattern = "%" + search.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        sql.add(" and (");
        for (String column : List.of("u.USERNAME", "u.EMAIL", "u.FIRST_NAME", "u.LAST_NAME")) {
            like(sql, column, pattern).add(" or ");
        }
        sql.add("exists (select 1 from {h-schema}FEDERATED_IDENTITY f where f.USER_ID = u.ID and"
                        + " f.IDENTITY_PROVIDER = ")
                .bind(realm.alias());
        like(sql.add(" and ("), "f.FEDERATED_USER_ID", pattern);
        like(sql.add(" or "), "f.FEDERATED_USERNAME", pattern).add(")))");
    }

    private Sql like(Sql sql, String column, String pattern) {
        return sql.add(dialect.lowerCase(column) + " like lower(").bind(pattern).add(") escape '!'");
    }
}
