package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.policy.StoredTime;
import cloud.magento.accounts.report.OpenAccounts.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts for a forecast. */
final class OpenAccountsQuery {
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** Links that tell nothing of how fast people connect. */
    private static final List<String> NOT_BY_PEOPLE = Stream.of(
                    LinkProof.ADMINISTRATOR, LinkProof.ADOPTED, LinkProof.NEW_ACCOUNT)
            .map(LinkProof::id)
            .toList();

    private final Realm realm;

    /** What {@link #accounts} selects, in this order. */
    private enum Count {
        ACCOUNTS,
        LINKED,
        EXEMPT,
        NO_ADDRESS,
        UNVERIFIED_ADDRESS,
        NO_SIGN_IN,
        NEITHER
    }

    OpenAccountsQuery(Realm realm) {
        this.realm = realm;
    }

    OpenAccounts read(Instant at) {
        CountingMemory.take(realm.entities());
        ResultRow counts = accounts(at).only(realm.entities());
        long linked = counts.number(Count.LINKED);
        long exempt = counts.number(Count.EXEMPT);
        return new OpenAccounts(
                at,
                realm.now(),
                counts.number(Count.ACCOUNTS),
                linked,
                exempt,
                counts.number(Count.ACCOUNTS) - linked - exempt,
                new Unreachable(
                        counts.number(Count.NO_ADDRESS),
                        counts.number(Count.UNVERIFIED_ADDRESS),
                        counts.number(Count.NO_SIGN_IN),
                        counts.number(Count.NEITHER)),
                SignInDays.first(realm),
                connectedPerDay());
    }

    private Sql accounts(Instant at) {
        Sql sql = new Sql()
                .add("select count(*), sum(case when f.USER_ID is not null then 1 else 0 end),")
                .add(" sum(case when f.USER_ID is null and e.USER_ID is not null then 1 else 0 end)");
        for (String condition : List.of(
                "u.EMAIL is null",
                "u.EMAIL is not null and u.EMAIL_VERIFIED = false",
                "w.USER_ID is null",
                "w.USER_ID is null and (u.EMAIL is null or u.EMAIL_VERIFIED = false)")) {
            sql.add(", sum(case when f.USER_ID is null and e.USER_ID is null and " + condition + " then 1 else 0 end)");
        }
        sql.add(" from {h-schema}USER_ENTITY u")
                .add(" left join {h-schema}FEDERATED_IDENTITY f on f.USER_ID = u.ID and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add(" left join {h-schema}MAGENTO_EXEMPTION e on e.USER_ID = u.ID and e.REALM_ID = ")
                .bind(realm.id())
                .add(" and e.UNTIL_AT > ")
                .bind(StoredTime.millis(at))
                .add(" left join (select s.USER_ID from {h-schema}MAGENTO_SIGN_IN_USE s where s.REALM_ID = ")
                .bind(realm.id());
        SignInDays.recent(sql.add(" and "), "s", List.of(SignInWay.values()))
                .add(" group by s.USER_ID) w on w.USER_ID = u.ID where ");
        return realm.people(sql).add(" and u.ENABLED = true");
    }

    private List<Long> connectedPerDay() {
        long today = Math.floorDiv(realm.now().toEpochMilli(), DAY);
        String day = "l.LINKED_AT - mod(l.LINKED_AT, " + DAY + ")";
        Map<Long, Long> days = new TreeMap<>();
        new Sql()
                .add("select " + day + ", count(*) from {h-schema}MAGENTO_LINK l where l.REALM_ID = ")
                .bind(realm.id())
                .add(" and l.ALIAS = ")
                .bind(realm.alias())
                .add(" and l.LINKED_AT < ")
                .bind(today * DAY)
                .add(" and l.PROOF not in ")
                .bindAll(NOT_BY_PEOPLE)
                .add(" group by " + day)
                .list(realm.entities())
                .forEach(cells -> days.merge(Math.floorDiv(cells.number(0), DAY), cells.number(1), Long::sum));
        List<Long> perDay = new ArrayList<>();
        if (!days.isEmpty()) {
            long first = Math.max(days.keySet().iterator().next(), today - OpenAccounts.DAYS);
            for (long each = first; each < today; each++) {
                perDay.add(days.getOrDefault(each, 0L));
            }
        }
        return perDay;
    }
}
