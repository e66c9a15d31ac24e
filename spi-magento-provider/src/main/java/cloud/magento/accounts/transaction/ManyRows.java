package cloud.magento.accounts.transaction;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.query.TypedParameterValue;
import org.hibernate.type.StandardBasicTypes;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many rows into a table, a hundred or so by one statement: one row by each is what a database takes most of
 * its time for.
 */
public final class ManyRows {
    /** Each statement has as many values at most; some databases take no more. */
    private static final int VALUES = 1024;

    private final EntityManager entities;
    private final String table;
    private final List<String> columns;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** @param table as it is called in the schema of Keycloak's tables */
    public ManyRows(EntityManager entities, String table, String... columns) {
        this.entities = entities;
        this.table = table;
        this.columns = List.of(columns);
    }

    /** @param values in the order of the columns; only a text may be null */
    public void add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(columns.size() + " columns and " + values.length + " values");
        }
        rows.add(values);
    }

    /**
     * Writes the rows.
     *
     * @throws jakarta.persistence.PersistenceException where the database refuses one
     */
    public void write() {
        int from = 0;
        while (from < rows.size()) {
            int size = Integer.highestOneBit(Math.min(rows.size() - from, VALUES / columns.size()));
            write(rows.subList(from, from + size));
            from += size;
        }
        rows.clear();
    }

    /** Powers of two alone, so that there are few different statements to be prepared and kept. */
    private void write(List<@Nullable Object[]> some) {
        Query insert = entities.createNativeQuery("insert into {h-schema}" + table + " ("
                + String.join(", ", columns) + ") values "
                + IntStream.range(0, some.size()).mapToObj(this::placeholders).collect(Collectors.joining(", ")));
        int place = 1;
        for (@Nullable Object[] row : some) {
            for (Object value : row) {
                insert.setParameter(
                        place++, value == null ? TypedParameterValue.ofNull(StandardBasicTypes.STRING) : value);
            }
        }
        insert.executeUpdate();
    }

    private String placeholders(int row) {
        return IntStream.range(0, columns.size())
                .mapToObj(column -> "?" + (row * columns.size() + column + 1))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
