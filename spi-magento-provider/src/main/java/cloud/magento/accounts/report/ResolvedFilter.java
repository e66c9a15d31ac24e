package cloud.magento.accounts.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter, checked, with what had to be asked of the database before its statement can be written: so that to write
 * one asks nothing.
 *
 * @param filter what was asked for
 * @param named the ids of the accounts that are exactly what was searched for; null where that is not asked
 * @param cohort the ids of the cohort's groups; null where none is asked for
 * @param fewExemptions whether so few accounts are exempt that they are looked up one by one
 */
record ResolvedFilter(
        IdentityFilter filter,
        @Nullable Set<String> named,
        @Nullable Set<String> cohort,
        boolean fewExemptions) {
    private static final int FEW = 3000;

    /** @throws InvalidFilterException for a cohort that is none, or a text that more than some accounts are exactly */
    static ResolvedFilter of(IdentityFilter filter, Realm realm) {
        boolean few = filter.state() == IdentityState.EXEMPT && fewExemptions(realm);
        Set<String> named = filter.search() != null && filter.exact() ? named(filter.search(), realm) : null;
        return new ResolvedFilter(filter, named, cohort(filter.cohort(), realm), few);
    }

    /** @throws InvalidFilterException for a cohort that is none */
    static @Nullable Set<String> cohort(@Nullable String id, Realm realm) {
        return id == null || id.equals(IdentityFilter.NO_COHORT)
                ? null
                : realm.cohorts()
                        .withId(id)
                        .orElseThrow(() -> new InvalidFilterException(
                                "\"cohort\" is the id of a group that has a deadline of its own, or \""
                                        + IdentityFilter.NO_COHORT + "\" for accounts in no such group."))
                        .groups();
    }

    private static boolean fewExemptions(Realm realm) {
        Sql sql = realm.exemptions(new Sql().add("select count(*), 0 from (select e.ID from "));
        return sql.add(" limit " + (FEW + 1) + ") few").only(realm.entities()).number(0) <= FEW;
    }

    /**
     * The ids of the accounts that are exactly this. They are asked for by themselves, each by its index: as a part of
     * a statement over all accounts some databases would ask it of each of them.
     */
    private static Set<String> named(String text, Realm realm) {
        String lower = text.toLowerCase(Locale.ROOT);
        Sql sql = new Sql()
                .add("select f.USER_ID, f.FEDERATED_USER_ID from {h-schema}FEDERATED_IDENTITY f where f.REALM_ID = ")
                .bind(realm.id())
                .add(" and f.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add(" and f.FEDERATED_USER_ID = ")
                .bind(text);
        boolean canBeNamed = Dialect.of(realm.entities()).canBeNamed(lower);
        for (String column : canBeNamed ? List.of("USERNAME", "EMAIL", "ID") : List.<String>of()) {
            sql.add(" union all select u.ID, u." + column + " from {h-schema}USER_ENTITY u where ");
            realm.people(sql).add(" and u." + column + " = ").bind(column.equals("ID") ? text : lower);
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
}
