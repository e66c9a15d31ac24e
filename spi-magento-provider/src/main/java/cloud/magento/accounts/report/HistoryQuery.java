package cloud.magento.accounts.report;

import cloud.magento.accounts.report.CoverageHistory.Point;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Has the database count by the day and adds up here. */
final class HistoryQuery {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Realm realm;

    HistoryQuery(Realm realm) {
        this.realm = realm;
    }

    CoverageHistory read(int points) {
        NavigableMap<LocalDate, Long> created = new TreeMap<>();
        add(created, created(), 1);
        NavigableMap<LocalDate, Long> linked = new TreeMap<>();
        add(linked, linked(), 1);
        add(linked, linkedThatDoNotCount(), -1);
        cumulate(created);
        cumulate(linked);
        LocalDate today = realm.now().atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate first = created.isEmpty() ? today : created.firstKey();
        return new CoverageHistory(days(first.isAfter(today) ? today : first, today, points).stream()
                .map(day -> new Point(day, upTo(created, day), upTo(linked, day)))
                .toList());
    }

    /** Some days from the first to the last, both among them, evenly spread; all of them where there are so few. */
    static List<LocalDate> days(LocalDate first, LocalDate last, int most) {
        long span = last.toEpochDay() - first.toEpochDay();
        long steps = Math.min(span, Math.max(1, most - 1));
        List<LocalDate> days = new ArrayList<>();
        for (long step = 0; step < steps; step++) {
            days.add(LocalDate.ofEpochDay(first.toEpochDay() + span * step / steps));
        }
        days.add(last);
        return most == 1 ? List.of(last) : days;
    }

    /** Accounts of which Keycloak does not know since when count from the beginning. */
    private Sql created() {
        Sql sql = perDay("coalesce(u.CREATED_TIMESTAMP, 0)").add(" from {h-schema}USER_ENTITY u where ");
        realm.people(sql);
        return sql.add(" and u.ENABLED = true").add(groupedBy("coalesce(u.CREATED_TIMESTAMP, 0)"));
    }

    private Sql linked() {
        return ours(perDay("l.LINKED_AT").add(" from {h-schema}MAGENTO_LINK l where "))
                .add(groupedBy("l.LINKED_AT"));
    }

    private Sql linkedThatDoNotCount() {
        Sql sql = perDay("l.LINKED_AT")
                .add(" from {h-schema}USER_ENTITY u join {h-schema}MAGENTO_LINK l on l.USER_ID = u.ID where ");
        return ours(sql)
                .add(" and u.REALM_ID = ")
                .bind(realm.id())
                .add(" and (u.ENABLED = false or u.SERVICE_ACCOUNT_CLIENT_LINK is not null)")
                .add(groupedBy("l.LINKED_AT"));
    }

    private Sql ours(Sql sql) {
        return sql.add("l.REALM_ID = ").bind(realm.id()).add(" and l.ALIAS = ").bind(realm.alias());
    }

    private static Sql perDay(String column) {
        return new Sql().add("select " + day(column) + ", count(*)");
    }

    private static String groupedBy(String column) {
        return " group by " + day(column);
    }

    /** The number of the day; written with mod since the databases do not agree on what a division of numbers gives. */
    private static String day(String column) {
        return column + " - mod(" + column + ", " + DAY + ")";
    }

    private void add(NavigableMap<LocalDate, Long> days, Sql counts, int sign) {
        counts.list(realm.entities())
                .forEach(cells -> days.merge(
                        LocalDate.ofEpochDay(Math.floorDiv(cells.number(0), DAY)), sign * cells.number(1), Long::sum));
    }

    private static void cumulate(NavigableMap<LocalDate, Long> days) {
        long sum = 0;
        for (var day : days.entrySet()) {
            sum += day.getValue();
            day.setValue(sum);
        }
    }

    private static long upTo(NavigableMap<LocalDate, Long> days, LocalDate day) {
        var entry = days.floorEntry(day);
        return entry == null ? 0 : entry.getValue();
    }
}
