package cloud.magento.accounts.report;

import cloud.magento.accounts.evaluation.SkipCount;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.LinkFacts;
import cloud.magento.accounts.policy.LinkPolicy;
import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import cloud.magento.accounts.policy.StoredTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Who is stopped, as conditions of SQL. What they say is what {@link LinkPolicy} answers for every combination of facts
 * that the database can tell, so that there is no second place that knows the rule. An account's deadline stands as its
 * place among the deadlines of cohorts, the earliest first, and after them the realm's.
 */
final class StopConditions {
    private final Realm realm;
    private final LinkPolicy policy;
    private final List<Instant> deadlines;
    private final List<Set<String>> groups;
    private final Collection<Integer> stopped;
    private final Collection<Integer> stoppedOnceSkipsAreUsedUp;
    private final List<String> usedUp;

    StopConditions(Realm realm) {
        this.realm = realm;
        this.policy = new LinkPolicy(realm.settings());
        this.deadlines = List.copyOf(realm.cohorts().groupsByDeadline().keySet());
        this.groups = List.copyOf(realm.cohorts().groupsByDeadline().values());
        this.stopped = places(0);
        List<Integer> usedUpPlaces =
                new ArrayList<>(places(realm.settings().maxSkips().orElse(0)));
        usedUpPlaces.removeAll(stopped);
        this.stoppedOnceSkipsAreUsedUp = usedUpPlaces;
        this.usedUp = usedUpPlaces.isEmpty() ? List.of() : usedUpCounts();
    }

    /** How each fact of an account {@code u} is told, by tables that are joined or by questions for each account. */
    interface Facts {
        /** Whether {@link #join} has to join the tables first. */
        default boolean isJoined() {
            return false;
        }

        /** Not null for who is linked. */
        Sql link(Sql sql);

        /** Until when the account is exempt, or null. */
        Sql exemptUntil(Sql sql);

        /** The place of the earliest deadline of the account's cohorts, or null. */
        Sql cohort(Sql sql);

        /** Not null for whose person has used up every skip. */
        Sql usedUp(Sql sql);
    }

    /** The place after those of the cohorts: the realm's own deadline. */
    int noCohort() {
        return deadlines.size();
    }

    /** The deadline with a place. */
    Instant deadline(int place) {
        return place < deadlines.size()
                ? deadlines.get(place)
                : realm.settings().enforceFrom();
    }

    /** Whether a linked account is stopped where its session did not come through upstream. */
    boolean stopsLinkedBesideUpstream() {
        return stops(true, noCohort(), 0);
    }

    /** That an unlinked account is stopped: it has to be linked first. */
    Sql linkRequired(Sql sql, Facts facts) {
        notExempt(facts.link(sql.add("(")).add(" is null and "), facts).add(" and (");
        atPlace(sql, facts, stopped);
        if (!usedUp.isEmpty()) {
            facts.usedUp(sql.add(" or (")).add(" is not null and ");
            atPlace(sql, facts, stoppedOnceSkipsAreUsedUp).add(")");
        }
        return sql.add("))");
    }

    /** That an account is neither linked nor exempt, and has a deadline of these, whether it has passed or not. */
    Sql open(Sql sql, Facts facts, Predicate<Instant> deadline) {
        notExempt(facts.link(sql.add("(")).add(" is null and "), facts).add(" and ");
        return atPlace(
                        sql,
                        facts,
                        IntStream.rangeClosed(0, noCohort())
                                .filter(place -> deadline.test(deadline(place)))
                                .boxed()
                                .toList())
                .add(")");
    }

    /** The deadlines that may hold for an account: those of cohorts, the earliest first, and the realm's. */
    List<Instant> deadlines() {
        return IntStream.rangeClosed(0, noCohort()).mapToObj(this::deadline).toList();
    }

    /** That a linked account is stopped wherever its session did not come through upstream. */
    Sql loginRequired(Sql sql, Facts facts) {
        if (!stopsLinkedBesideUpstream()) {
            return sql.add("(1 = 0)");
        }
        return notExempt(facts.link(sql.add("(")).add(" is not null and "), facts)
                .add(")");
    }

    /**
     * That a declared outage lets the kept password of a linked account open it: where the gate asks for a login at
     * upstream, and the link was proven by what vouches for a password. What the registry does not know was adopted.
     *
     * @param userId the column with the account's id
     */
    Sql passwordAdmitted(Sql sql, String userId) {
        if (!realm.isOutage()) {
            return sql.add("(1 = 0)");
        }
        return sql.add("not exists (select 1 from {h-schema}MAGENTO_LINK l where l.USER_ID = " + userId
                        + " and l.REALM_ID = ")
                .bind(realm.id())
                .add(" and l.ALIAS = ")
                .bind(realm.alias())
                .add(" and (l.PROOF is null or l.PROOF not in ")
                .bindAll(KeptPasswords.vouching())
                .add("))");
    }

    /** The facts from tables that {@link #join} joins with {@code u}. */
    Facts joined() {
        return joinedAs("");
    }

    /** The facts from tables that {@link #joinAs} joins. */
    Facts joinedAs(String suffix) {
        return new Joined("f" + suffix + ".USER_ID", suffix);
    }

    /**
     * The facts from tables that {@link #joinBeside} joins.
     *
     * @param link a column that is not null for who is linked
     */
    Facts joined(String link) {
        return new Joined(link, "");
    }

    /** Whether the other's tables tell these facts too: there may be another instant between the two. */
    boolean hasTablesOf(StopConditions other) {
        return realm.alias().equals(other.realm.alias())
                && deadlines.equals(other.deadlines)
                && groups.equals(other.groups)
                && usedUp.equals(other.usedUp);
    }

    /** The facts by a question for each account, for where few of many are read. */
    Facts asked() {
        return new Asked();
    }

    /**
     * Joins what {@link #joined()} tells of {@code u}.
     *
     * @param more further columns of the members of cohorts, {@code c}
     */
    Sql join(Sql sql, UnaryOperator<Sql> more) {
        return joinBeside(joinLink(sql, "u.ID"), "u.ID", more);
    }

    /** The same once more in one statement, by names that end in something else. */
    Sql joinAs(Sql sql, String suffix) {
        return joinBeside(joinLink(sql, "u.ID", suffix), "u.ID", suffix, more -> more);
    }

    /** Joins the link {@code f} of the account with this id. */
    Sql joinLink(Sql sql, String id) {
        return joinLink(sql, id, "");
    }

    private Sql joinLink(Sql sql, String id, String suffix) {
        return joined(sql, "FEDERATED_IDENTITY", "f" + suffix, id)
                .add(" and f" + suffix + ".IDENTITY_PROVIDER = ")
                .bind(realm.alias());
    }

    /**
     * Joins what {@link #joined(String)} tells beside the link.
     *
     * @param id the column with the account's id
     * @param more further columns of the members of cohorts, {@code c}
     */
    Sql joinBeside(Sql sql, String id, UnaryOperator<Sql> more) {
        return joinBeside(sql, id, "", more);
    }

    private Sql joinBeside(Sql sql, String id, String suffix, UnaryOperator<Sql> more) {
        joined(sql, "MAGENTO_EXEMPTION", "e" + suffix, id)
                .add(" and e" + suffix + ".REALM_ID = ")
                .bind(realm.id());
        if (!deadlines.isEmpty()) {
            place(sql.add(" left join (select m.USER_ID, min("), "m").add(") as PLACE");
            more.apply(sql)
                    .add(" from {h-schema}USER_GROUP_MEMBERSHIP m where m.GROUP_ID in ")
                    .bindAll(realm.cohorts().groups())
                    .add(" group by m.USER_ID) c" + suffix + " on c" + suffix + ".USER_ID = " + id);
        }
        if (!usedUp.isEmpty()) {
            usedUp(sql.add(" left join (")).add(") k" + suffix + " on k" + suffix + ".USER_ID = " + id);
        }
        return sql;
    }

    private static Sql joined(Sql sql, String table, String name, String id) {
        return sql.add(" left join {h-schema}" + table + " " + name + " on " + name + ".USER_ID = " + id);
    }

    private Collection<Integer> places(int skips) {
        return IntStream.rangeClosed(0, noCohort())
                .filter(place -> stops(false, place, skips))
                .boxed()
                .toList();
    }

    private boolean stops(boolean linked, int place, int skips) {
        Instant cohortDeadline = place < deadlines.size() ? deadlines.get(place) : null;
        LinkFacts facts = new LinkFacts(
                realm.now(), false, linked, false, false, Shortfall.NONE, false, null, cohortDeadline, null, skips);
        return policy.decide(facts).outcome() == Outcome.REFUSE;
    }

    private Sql notExempt(Sql sql, Facts facts) {
        return facts.exemptUntil(sql.add("coalesce(")).add(", 0) <= ").bind(StoredTime.millis(realm.now()));
    }

    private Sql atPlace(Sql sql, Facts facts, Collection<Integer> places) {
        if (places.size() == noCohort() + 1) {
            return sql.add("1 = 1");
        }
        if (places.isEmpty()) {
            return sql.add("1 = 0");
        }
        // PostgreSQL takes one value of an expression for rare. So it would take nearly all accounts for a few.
        return facts.cohort(sql.add("coalesce("))
                .add(", " + noCohort() + ") not in ")
                .bindAll(IntStream.rangeClosed(0, noCohort())
                        .boxed()
                        .filter(place -> !places.contains(place))
                        .toList());
    }

    private Sql place(Sql sql, String membership) {
        sql.add("case");
        for (int i = 0; i < groups.size(); i++) {
            sql.add(" when " + membership + ".GROUP_ID in ")
                    .bindAll(groups.get(i))
                    .add(" then " + i);
        }
        return sql.add(" end");
    }

    /** The stored counts that leave no skip, of those that there are. */
    private List<String> usedUpCounts() {
        int most = realm.settings().maxSkips().orElse(0);
        return new Sql()
                        .add("select distinct a.VALUE, a.NAME from {h-schema}USER_ATTRIBUTE a where a.NAME = ")
                        .bind(SkipCount.ATTRIBUTE)
                        .add(" union select distinct a.VALUE, a.NAME from {h-schema}FED_USER_ATTRIBUTE a")
                        .add(" where a.REALM_ID = ")
                        .bind(realm.id())
                        .add(" and a.NAME = ")
                        .bind(SkipCount.ATTRIBUTE)
                        .list(realm.entities())
                        .stream()
                        .map(cells -> cells.text(0))
                        .filter(count -> SkipCount.number(count).orElse(0) >= most)
                        .toList();
    }

    /** The accounts with such a count; where a directory has the account, the count may be kept beside it. */
    private Sql usedUp(Sql sql) {
        return sql.add("select a.USER_ID from {h-schema}USER_ATTRIBUTE a where a.NAME = ")
                .bind(SkipCount.ATTRIBUTE)
                .add(" and a.VALUE in ")
                .bindAll(usedUp)
                .add(" union select b.USER_ID from {h-schema}FED_USER_ATTRIBUTE b"
                        + " join {h-schema}USER_ENTITY d on d.ID = b.USER_ID and d.FEDERATION_LINK is not null"
                        + " where b.REALM_ID = ")
                .bind(realm.id())
                .add(" and b.NAME = ")
                .bind(SkipCount.ATTRIBUTE)
                .add(" and b.VALUE in ")
                .bindAll(usedUp)
                .add(" and not exists (select 1 from {h-schema}USER_ATTRIBUTE o where o.USER_ID = b.USER_ID")
                .add(" and o.NAME = ")
                .bind(SkipCount.ATTRIBUTE)
                .add(")");
    }

    private final class Joined implements Facts {
        private final String link;
        private final String suffix;

        Joined(String link, String suffix) {
            this.link = link;
            this.suffix = suffix;
        }

        @Override
        public boolean isJoined() {
            return true;
        }

        @Override
        public Sql link(Sql sql) {
            return sql.add(link);
        }

        @Override
        public Sql exemptUntil(Sql sql) {
            return sql.add("e" + suffix + ".UNTIL_AT");
        }

        @Override
        public Sql cohort(Sql sql) {
            return sql.add(deadlines.isEmpty() ? "null" : "c" + suffix + ".PLACE");
        }

        @Override
        public Sql usedUp(Sql sql) {
            return sql.add("k" + suffix + ".USER_ID");
        }
    }

    private final class Asked implements Facts {
        @Override
        public Sql link(Sql sql) {
            return sql.add("(select f.USER_ID from {h-schema}FEDERATED_IDENTITY f where f.USER_ID = u.ID"
                            + " and f.IDENTITY_PROVIDER = ")
                    .bind(realm.alias())
                    .add(")");
        }

        @Override
        public Sql exemptUntil(Sql sql) {
            return sql.add("(select e.UNTIL_AT from {h-schema}MAGENTO_EXEMPTION e where e.USER_ID = u.ID"
                            + " and e.REALM_ID = ")
                    .bind(realm.id())
                    .add(")");
        }

        @Override
        public Sql cohort(Sql sql) {
            if (deadlines.isEmpty()) {
                return sql.add("null");
            }
            return place(sql.add("(select min("), "m")
                    .add(") from {h-schema}USER_GROUP_MEMBERSHIP m where m.USER_ID = u.ID)");
        }

        @Override
        public Sql usedUp(Sql sql) {
            return StopConditions.this
                    .usedUp(sql.add("(select k.USER_ID from ("))
                    .add(") k where k.USER_ID = u.ID)");
        }
    }
}
