package cloud.magento.accounts.report;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernateHints;

/**
 * A native statement being written. What is added as text is of our own source; whatever came from elsewhere is bound.
 * Tables are named {@code {h-schema}TABLE}, so that they are found in the schema that Keycloak was told to use.
 */
final class Sql {
    private static final int FETCH_SIZE = 1000;

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    Sql add(String part) {
        text.append(part);
        return this;
    }

    /** A parameter in this place. */
    Sql bind(Object value) {
        text.append(":p").append(values.size());
        values.add(value);
        return this;
    }

    /** A list of parameters in parentheses; an empty one holds nothing that could be equal to anything. */
    Sql bindAll(Collection<?> list) {
        if (list.isEmpty()) {
            return add("(null)");
        }
        text.append('(');
        for (Iterator<?> rest = list.iterator(); rest.hasNext(); ) {
            bind(rest.next());
            text.append(rest.hasNext() ? ", " : ")");
        }
        return this;
    }

    /** All rows at once: read in parts, PostgreSQL would not share the work among its workers. */
    List<ResultRow> list(EntityManager entities) {
        List<?> rows = query(entities).getResultList();
        return rows.stream().map(row -> new ResultRow((Object[]) row)).toList();
    }

    /** The first row of an answer that has one. */
    ResultRow only(EntityManager entities) {
        return list(entities).get(0);
    }

    /** Reads forward, some rows at a time, so that an answer of any length takes the same memory. To be closed. */
    Stream<ResultRow> stream(EntityManager entities) {
        Stream<?> rows = query(entities)
                .setHint(HibernateHints.HINT_FETCH_SIZE, FETCH_SIZE)
                .getResultStream();
        return rows.map(row -> new ResultRow((Object[]) row));
    }

    private Query query(EntityManager entities) {
        Query query = entities.createNativeQuery(text.toString(), Object[].class);
        query.setHint(HibernateHints.HINT_READ_ONLY, true);
        for (int i = 0; i < values.size(); i++) {
            query.setParameter("p" + i, values.get(i));
        }
        return query;
    }
}
