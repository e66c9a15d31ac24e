package cloud.magento.accounts.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many unlinked accounts are stopped by conditions, several numbers at once: each account is read once. Accounts
 * that are disabled, of clients, or that a user federation does not import are not counted.
 */
final class StopCount {
    private final List<StopConditions> asked = new ArrayList<>();
    private final List<Number> numbers = new ArrayList<>();

    /** Those whom the one stops and the other does not, by the places of both among the conditions. */
    private record Number(int stopped, Optional<Integer> before) {}

    /** Asks for one more number: of those whom these conditions stop, and those before do not. */
    void add(StopConditions stopped, Optional<StopConditions> before) {
        numbers.add(new Number(place(stopped), before.map(this::place)));
    }

    /** The numbers, as they were asked for. */
    List<Long> of(Realm realm) {
        CountingMemory.take(realm.entities());
        Sql sql = new Sql().add("select 0");
        for (Number number : numbers) {
            stopped(sql.add(", sum(case when "), number.stopped());
            number.before().ifPresent(before -> stopped(sql.add(" and not "), before));
            sql.add(" then 1 else 0 end)");
        }
        sql.add(" from {h-schema}USER_ENTITY u");
        for (int place = 0; place < asked.size(); place++) {
            if (tables(place) == place) {
                asked.get(place).joinAs(sql, name(place));
            }
        }
        // Of one provider it is the same link for all, and this makes the many others drop out early.
        realm.people(sql.add(" where ")).add(" and u.ENABLED = true and f" + name(0) + ".USER_ID is null");
        ResultRow cells = sql.only(realm.entities());
        List<Long> counted = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            counted.add(cells.number(i + 1));
        }
        return counted;
    }

    private int place(StopConditions conditions) {
        asked.add(conditions);
        return asked.size() - 1;
    }

    private Sql stopped(Sql sql, int place) {
        StopConditions conditions = asked.get(place);
        return conditions.linkRequired(sql, conditions.joinedAs(name(tables(place))));
    }

    /** The place of the first whose tables tell the same. */
    private int tables(int place) {
        int first = 0;
        while (!asked.get(place).hasTablesOf(asked.get(first))) {
            first++;
        }
        return first;
    }

    private static String name(int place) {
        return String.valueOf(place);
    }
}
