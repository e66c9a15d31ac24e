package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.registry.SignInUses;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What reports ask of the days on which accounts came into applications. */
final class SignInDays {
    private SignInDays() {}

    /** That a row came by one of these ways within the days that are kept. */
    static Sql recent(Sql sql, String table, List<SignInWay> ways) {
        String or = "(";
        for (SignInWay way : ways) {
            sql.add(or + table + "." + SignInUses.column(way) + " >= ").bind(SignInUses.firstDay());
            or = " or ";
        }
        return sql.add(ways.isEmpty() ? "(1 = 0)" : ")");
    }

    /** The first day of which any is known, or null. */
    static @Nullable LocalDate first(Realm realm) {
        Sql sql = new Sql().add("select ");
        for (SignInWay way : SignInWay.values()) {
            sql.add(way.ordinal() == 0 ? "" : ", ").add("min(s." + SignInUses.column(way) + ")");
        }
        ResultRow first = sql.add(" from {h-schema}MAGENTO_SIGN_IN_USE s where s.REALM_ID = ")
                .bind(realm.id())
                .only(realm.entities());
        return Stream.of(SignInWay.values())
                .filter(way -> !first.isNull(way))
                .map(first::number)
                .min(Comparator.naturalOrder())
                .map(day -> LocalDate.ofEpochDay(Math.max(day, SignInUses.firstDay())))
                .orElse(null);
    }
}
