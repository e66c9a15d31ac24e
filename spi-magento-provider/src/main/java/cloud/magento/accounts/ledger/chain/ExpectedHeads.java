package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.ChainFault.EXTENDED;
import static cloud.magento.accounts.ledger.chain.ChainFault.REWRITTEN;
import static cloud.magento.accounts.ledger.chain.ChainFault.TRUNCATED;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is known of the ledger from elsewhere: checkpoints, and where it ends. Compared as the entries go by. */
final class ExpectedHeads {
    private final PriorityQueue<Checkpoint> ahead = new PriorityQueue<>(Comparator.comparingLong(Checkpoint::size));
    private long certain;
    private int met;
    private long expectedEntries = -1;
    private String expectedHead = EntryHash.GENESIS;

    void add(Checkpoint checkpoint) {
        ahead.add(checkpoint);
    }

    void end(long entries, String head) {
        expectedEntries = entries;
        expectedHead = head;
    }

    int met() {
        return met;
    }

    /** Compares the ledger as it is after so many entries; what is wrong, or null. */
    ChainResult.@Nullable Broken reached(long entries, String head) {
        while (!ahead.isEmpty() && ahead.peek().size() == entries) {
            Checkpoint checkpoint = ahead.remove();
            if (!checkpoint.head().equals(head)) {
                long first = Math.min(certain + 1, entries);
                return new ChainResult.Broken(
                        first,
                        entries,
                        REWRITTEN,
                        "The checkpoint of " + checkpoint.time() + " saw another entry " + entries
                                + ": the history was rewritten, in " + range(first, entries) + ".");
            }
            certain = entries;
            met++;
        }
        return null;
    }

    /** Compares the whole ledger; what is wrong, or null. */
    ChainResult.@Nullable Broken finished(long entries, String head) {
        Checkpoint unmet = ahead.peek();
        if (unmet != null) {
            return truncated(entries, unmet.size(), "the checkpoint of " + unmet.time() + " covers ");
        }
        if (expectedEntries < 0) {
            return null;
        }
        if (entries < expectedEntries) {
            return truncated(entries, expectedEntries, "the ledger should have ");
        }
        if (entries > expectedEntries) {
            return new ChainResult.Broken(
                    expectedEntries + 1,
                    entries,
                    EXTENDED,
                    "The ledger should end with entry " + expectedEntries + "; " + range(expectedEntries + 1, entries)
                            + " came after.");
        }
        if (!head.equals(expectedHead)) {
            long first = Math.min(certain + 1, entries);
            return new ChainResult.Broken(
                    first,
                    entries,
                    REWRITTEN,
                    "The last entry has another hash than the ledger should end with: the history was rewritten, in "
                            + range(first, entries) + ".");
        }
        return null;
    }

    private static ChainResult.Broken truncated(long entries, long known, String by) {
        return new ChainResult.Broken(
                entries + 1,
                entries,
                TRUNCATED,
                "The end is missing, " + range(entries + 1, known) + ": " + by + known + ", and " + entries
                        + " are here.");
    }

    static String range(long first, long last) {
        return first == last ? "entry " + first : "entries " + first + " to " + last;
    }
}
