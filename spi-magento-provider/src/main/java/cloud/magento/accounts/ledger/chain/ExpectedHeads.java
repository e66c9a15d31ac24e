package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.ChainFault.EXTENDED;
import static cloud.magento.accounts.ledger.chain.ChainFault.OTHER_REALM;
import static cloud.magento.accounts.ledger.chain.ChainFault.REWRITTEN;
import static cloud.magento.accounts.ledger.chain.ChainFault.TRUNCATED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is known of the ledger from elsewhere: checkpoints, and where it ends. Compared as the entries go by. */
final class ExpectedHeads {
    /** A checkpoint, and who signed it; null where whoever made it checked that. */
    private record Expected(Checkpoint checkpoint, @Nullable CheckpointSignature signature) {
        long size() {
            return checkpoint.size();
        }
    }

    private final LogKeys keys;
    private final PriorityQueue<Expected> ahead = new PriorityQueue<>(Comparator.comparingLong(Expected::size));
    private final List<CheckpointSignature> unchecked = new ArrayList<>();
    private long certain;
    private int met;
    private long expectedEntries = -1;
    private String expectedHead = EntryHash.GENESIS;

    ExpectedHeads(LogKeys keys) {
        this.keys = keys;
    }

    void add(Checkpoint checkpoint, @Nullable CheckpointSignature signature) {
        ahead.add(new Expected(checkpoint, signature));
    }

    /** The signatures of which nothing could be said. */
    List<CheckpointSignature> unchecked() {
        return List.copyOf(unchecked);
    }

    void end(long entries, String head) {
        expectedEntries = entries;
        expectedHead = head;
    }

    int met() {
        return met;
    }

    /** Compares the ledger as it is after so many entries; what is wrong, or null. */
    ChainResult.@Nullable Broken reached(long entries, String head, @Nullable String realm) {
        while (!ahead.isEmpty() && ahead.peek().size() == entries) {
            Expected expected = ahead.remove();
            Checkpoint checkpoint = expected.checkpoint();
            CheckpointSignature signature = expected.signature();
            LogKeys.Verdict verdict = signature == null ? LogKeys.Verdict.VALID : keys.judge(checkpoint, signature);
            if (verdict == null) {
                return keys.broken();
            }
            if (signature != null && verdict == LogKeys.Verdict.UNCHECKED) {
                unchecked.add(signature);
                continue;
            }
            if (realm != null && !realm.equals(checkpoint.realm())) {
                return new ChainResult.Broken(
                        entries,
                        entries,
                        OTHER_REALM,
                        "The checkpoint of " + checkpoint.time() + " is of another realm's ledger.");
            }
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
        ChainResult.Broken tooLong = unmet(entries);
        if (tooLong != null) {
            return tooLong;
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

    /**
     * The shortest checkpoint of more entries than there are, if its signature is worth something: one by a key that
     * nobody knows says nothing of a ledger that has no log key.
     */
    private ChainResult.@Nullable Broken unmet(long entries) {
        while (!ahead.isEmpty()) {
            Expected expected = ahead.remove();
            CheckpointSignature signature = expected.signature();
            LogKeys.Verdict verdict =
                    signature == null ? LogKeys.Verdict.VALID : keys.judge(expected.checkpoint(), signature);
            if (verdict == null) {
                return keys.broken();
            }
            if (signature == null || verdict == LogKeys.Verdict.VALID) {
                return truncated(
                        entries,
                        expected.size(),
                        "the checkpoint of " + expected.checkpoint().time() + " covers ");
            }
            unchecked.add(signature);
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
