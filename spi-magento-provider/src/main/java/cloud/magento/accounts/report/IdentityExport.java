package cloud.magento.accounts.report;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every account for which a filter holds, by their names, as one answer of the database that is read as it is written
 * on. So it is of one instant, and takes the same memory however long it is. It needs an open transaction until its
 * end.
 */
public final class IdentityExport implements ListExport {
    private final Realm realm;
    private final Accounts accounts;
    private final Sql sql;

    /** @throws InvalidFilterException for a cohort that is none */
    IdentityExport(Realm realm, IdentityFilter filter) {
        this.realm = realm;
        this.accounts = new Accounts(realm);
        this.sql = accounts.all(ResolvedFilter.of(filter, realm));
    }

    /** Takes the rows one by one. */
    @FunctionalInterface
    public interface RowSink {
        void accept(IdentityRow row) throws IOException;
    }

    @Override
    public List<String> names() {
        return IdentityField.names();
    }

    @Override
    public void items(Sink sink) throws IOException {
        to(row -> sink.accept(new Line(row)));
    }

    private record Line(IdentityRow row) implements Item {
        @Override
        public List<List<String>> lines() {
            return List.of(IdentityField.texts(row));
        }

        @Override
        public String json() {
            return IdentityField.json(row);
        }
    }

    /** Hands all rows on; an exception of the sink ends it, and the database's answer with it. */
    public void to(RowSink sink) throws IOException {
        try (Stream<ResultRow> rows = sql.stream(realm.entities())) {
            for (Iterator<ResultRow> rest = rows.iterator(); rest.hasNext(); ) {
                sink.accept(accounts.row(rest.next()));
            }
        }
    }
}
