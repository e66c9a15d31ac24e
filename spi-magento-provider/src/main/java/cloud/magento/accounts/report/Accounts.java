package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkFacts;
import cloud.magento.accounts.policy.LinkStatus;
import cloud.magento.accounts.policy.StoredTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
    private static final int FEW = 3000;

    private final Realm realm;
    private final Dialect dialect;
    private final List<Instant> deadlines;
    private final List<Set<String>> groupsByDeadline;

    Accounts(Realm realm) {
        this.realm = realm;
        this.dialect = Dialect.of(realm.entities());
        this.deadlines = List.copyOf(realm.cohorts().groupsByDeadline().keySet());
        this.groupsByDeadline = List.copyOf(realm.cohorts().groupsByDeadline().values());
    }

    /** Everything that a row tells of each account for which the filter holds, by their names. */
    Sql all(IdentityFilter filter) {
        Sql sql = columns(columns -> columns.add("e.UNTIL_AT"));
        matching(sql, filter);
        joined(sql);
        joinExemption(sql);
        return byName(sql);
    }

    /**
     * The same of those after a name, up to a number of them. Exemptions are looked up one by one: joined, a database
     * that takes a page for shorter than it is compares each of its rows with every exemption there is.
     */
    Sql page(IdentityFilter filter, @Nullable String after, int size) {
        Sql sql = columns(this::exemptUntil);
        matching(sql, filter);
        if (after != null) {
            sql.add(" and u.USERNAME > ").bind(after);
        }
        return byName(joined(sql.add(" order by u.USERNAME limit " + size)));
    }

    private Sql columns(UnaryOperator<Sql> exemption) {
        Sql sql = new Sql()
                .add("select u.ID, u.USERNAME, u.EMAIL, case when u.ENABLED = true then 1 else 0 end,")
                .add(" f.FEDERATED_USER_ID, f.FEDERATED_USERNAME, l.ISSUER, l.UPSTREAM_EMAIL,")
                .add(" case when ")
                .add(drift())
                .add(" then 1 else 0 end, l.LINKED_AT, l.PROOF, l.LAST_SEEN, ");
        exemption.apply(sql).add(", ");
        cohortDeadline(sql);
        return sql.add(" from (select u.ID, u.USERNAME, u.EMAIL, u.ENABLED from {h-schema}USER_ENTITY u");
    }

    private void matching(Sql sql, IdentityFilter filter) {
        if (filter.linkedFrom() != null
                || filter.linkedTo() != null
                || filter.unusedSince() != null
                || filter.neverUsed()
                || filter.drift()) {
            joinRegistry(sql.add(" join "));
        }
        ofPeople(sql.add(" where "));
        where(sql, filter);
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
        boolean enabled = cells.flag(3);
        boolean linked = !cells.isNull(4);
        Instant until = cells.instantOrNull(12);
        Instant exemptUntil = until != null && realm.now().isBefore(until) ? until : null;
        Instant deadline = cells.isNull(13) ? realm.settings().enforceFrom() : deadlines.get((int) cells.number(13));
        return new IdentityRow(
                cells.text(0),
                cells.text(1),
                cells.textOrNull(2),
                enabled,
                state(enabled, linked, exemptUntil, deadline),
                deadline,
                exemptUntil,
                cells.textOrNull(6),
                cells.textOrNull(4),
                cells.textOrNull(5),
                cells.textOrNull(7),
                cells.flag(8),
                cells.instantOrNull(9),
                cells.textOrNull(10),
                cells.instantOrNull(11));
    }

    void joinLink(Sql sql) {
        sql.add(" left join {h-schema}FEDERATED_IDENTITY f on f.USER_ID = u.ID and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias());
    }

    void joinExemption(Sql sql) {
        sql.add(" left join {h-schema}MAGENTO_EXEMPTION e on e.USER_ID = u.ID and e.REALM_ID = ")
                .bind(realm.id());
    }

    /** No account of a client's, and none of another realm. */
    Sql ofPeople(Sql sql) {
        return sql.add("u.REALM_ID = ").bind(realm.id()).add(" and u.SERVICE_ACCOUNT_CLIENT_LINK is null");
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
        LinkFacts facts = new LinkFacts(realm.now(), false, linked, false, false, exemptUntil, null, 0);
        return IdentityState.of(LinkStatus.of(facts, deadline));
    }

    private void joinRegistry(Sql sql) {
        sql.add("{h-schema}MAGENTO_LINK l on l.USER_ID = u.ID and l.REALM_ID = ")
                .bind(realm.id())
                .add(" and l.ALIAS = ")
                .bind(realm.alias());
    }

    /** The place of the earliest deadline of the account's cohorts in the list of all of them, or null. */
    private void cohortDeadline(Sql sql) {
        if (deadlines.isEmpty()) {
            sql.add("null");
            return;
        }
        sql.add("(select min(case");
        for (int i = 0; i < deadlines.size(); i++) {
            sql.add(" when m.GROUP_ID in ").bindAll(groupsByDeadline.get(i)).add(" then " + i);
        }
        sql.add(" end) from {h-schema}USER_GROUP_MEMBERSHIP m where m.USER_ID = u.ID)");
    }

    private void where(Sql sql, IdentityFilter filter) {
        if (filter.state() != null) {
            sql.add(" and ");
            inState(sql, filter.state());
        }
        if (filter.search() != null) {
            if (filter.exact()) {
                sql.add(" and u.ID in ").bindAll(named(filter.search()));
            } else {
                containing(sql, filter.search());
            }
        }
        if (filter.cohort() != null) {
            inCohort(sql, filter.cohort());
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

    private void inState(Sql sql, IdentityState state) {
        sql.add(state == IdentityState.DISABLED ? "u.ENABLED = false" : "u.ENABLED = true");
        switch (state) {
            case DISABLED -> {}
            case LINKED -> link(sql).add(" is not null");
            case UNLINKED -> link(sql).add(" is null");
            case EXEMPT -> {
                link(sql).add(" is null");
                exempt(sql);
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
    private void exempt(Sql sql) {
        if (fewExemptions()) {
            inForce(sql.add(" and u.ID in (select e.USER_ID from ")).add(")");
        } else {
            exemptUntil(sql.add(" and ")).add(" > ").bind(StoredTime.millis(realm.now()));
        }
    }

    private boolean fewExemptions() {
        Sql sql = inForce(new Sql().add("select count(*), 0 from (select e.ID from "));
        return sql.add(" limit " + (FEW + 1) + ") few").only(realm.entities()).number(0) <= FEW;
    }

    private Sql inForce(Sql sql) {
        return sql.add("{h-schema}MAGENTO_EXEMPTION e where e.REALM_ID = ")
                .bind(realm.id())
                .add(" and e.UNTIL_AT > ")
                .bind(StoredTime.millis(realm.now()));
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

    private void inCohort(Sql sql, String cohort) {
        if (cohort.equals(IdentityFilter.NO_COHORT)) {
            memberships(sql.add(" and "), realm.cohorts().groups()).add(" = 0");
            return;
        }
        Set<String> groups = realm.cohorts()
                .withId(cohort)
                .orElseThrow(() -> new InvalidFilterException("\"cohort\" is the id of a group that has a deadline of"
                        + " its own, or \"" + IdentityFilter.NO_COHORT + "\" for accounts in no such group."))
                .groups();
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

    /**
     * The ids of the accounts that are exactly this. They are asked for by themselves, each by its index: as a part of
     * a statement over all accounts some databases would ask it of each of them.
     */
    private Set<String> named(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Sql sql = new Sql()
                .add("select f.USER_ID, f.FEDERATED_USER_ID from {h-schema}FEDERATED_IDENTITY f where f.REALM_ID = ")
                .bind(realm.id())
                .add(" and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add(" and f.FEDERATED_USER_ID = ")
                .bind(text);
        for (String column : dialect.canBeNamed(lower) ? List.of("USERNAME", "EMAIL", "ID") : List.<String>of()) {
            sql.add(" union all select u.ID, u." + column + " from {h-schema}USER_ENTITY u where ");
            ofPeople(sql).add(" and u." + column + " = ").bind(column.equals("ID") ? text : lower);
        }
        // A collation may take more for the same.
        Set<String> ids = sql.add(" limit " + (FEW + 1)).list(realm.entities()).stream()
                .filter(row -> row.text(1).toLowerCase(Locale.ROOT).equals(lower))
                .map(row -> row.text(0))
                .collect(Collectors.toSet());
        if (ids.size() > FEW) {
            throw new InvalidFilterException(
                    "More than " + FEW + " accounts are exactly that. Search without \"exact\".");
        }
        return ids;
    }

    private Sql like(Sql sql, String column, String pattern) {
        return sql.add(dialect.lowerCase(column) + " like lower(").bind(pattern).add(") escape '!'");
    }
}
