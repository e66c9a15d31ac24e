package cloud.magento.accounts.ledger.chain;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of one kind of personal part over a whole ledger: which entries lack it, and which of those a later
 * entry says were erased. A bit an entry, so a million entries take 250 kB.
 */
final class PersonalParts {
    static final String ACCOUNT = "account";
    static final String ACTOR = "actor";

    private final String name;
    private final BitSet missing = new BitSet();
    private final BitSet erased = new BitSet();

    PersonalParts(String name) {
        this.name = name;
    }

    /** Takes the part of the next entry; what is wrong with it, or null. A missing part may be explained later. */
    ChainResult.@Nullable Broken accept(long seq, @Nullable String commitment, @Nullable PersonalPart part) {
        if (part == null) {
            if (commitment != null) {
                missing.set(index(seq));
            }
            return null;
        }
        if (commitment == null) {
            return new ChainResult.Broken(
                    seq,
                    seq,
                    ChainFault.PART_UNCOMMITTED,
                    "Beside entry " + seq + " stands data of its " + name
                            + ", and the entry commits to none: it was added.");
        }
        if (!part.commitment().equals(commitment)) {
            return new ChainResult.Broken(
                    seq,
                    seq,
                    ChainFault.PART_CHANGED,
                    "The data or the salt of the " + name + " beside entry " + seq
                            + " was changed: it is not what the entry commits to.");
        }
        return null;
    }

    /** Takes what entry {@code by} says of an entry's part; only what lies before it can have been erased. */
    void erase(long seq, long by) {
        if (seq >= 1 && seq < by) {
            erased.set(index(seq));
        }
    }

    /** The first entry whose part is missing with no erasure to explain it, or 0. */
    long firstUnexplained() {
        for (int seq = missing.nextSetBit(0); seq >= 0; seq = missing.nextSetBit(seq + 1)) {
            if (!erased.get(seq)) {
                return seq;
            }
        }
        return 0;
    }

    String unexplained(long seq) {
        return "Entry " + seq + " commits to data of its " + name
                + " that is missing, and no later entry says that it was erased.";
    }

    /** How many were erased. */
    int erased() {
        return missing.cardinality();
    }

    /** The first entry whose part is there although a later one says that it was erased, or 0. */
    long firstKept() {
        for (int seq = erased.nextSetBit(0); seq >= 0; seq = erased.nextSetBit(seq + 1)) {
            if (!missing.get(seq)) {
                return seq;
            }
        }
        return 0;
    }

    String kept(long seq) {
        return "The data of the " + name + " of entry " + seq
                + " is still here, although a later entry says that it was erased.";
    }

    private static int index(long seq) {
        if (seq >= Integer.MAX_VALUE) {
            throw new IllegalStateException(
                    "A ledger of more than " + Integer.MAX_VALUE + " entries cannot be checked");
        }
        return (int) seq;
    }
}
