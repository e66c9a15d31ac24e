package cloud.magento.accounts.report;

import java.io.IOException;
import java.util.List;

/** A list of accounts that is taken away as a file. */
public interface ListExport {
    /** Takes the accounts one by one. */
    @FunctionalInterface
    interface Sink {
        void accept(Item item) throws IOException;
    }

    /** An account, in either form. */
    interface Item {
        /** Its lines in a table, in the order of {@link #names()}, empty where there is nothing. */
        List<List<String>> lines();

        /** For a program, as JSON. */
        String json();
    }

    /** The head of the table. */
    List<String> names();

    /** Hands all on; an exception of the sink ends it, and the database's answer with it. */
    void items(Sink sink) throws IOException;
}
