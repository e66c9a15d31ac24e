package cloud.magento.accounts.ledger.chain;

import java.util.List;
import java.util.function.Function;

/** What a check of a ledger came to. */
public sealed interface ChainResult {
    /** Turns the result into something else; a forgotten outcome does not compile. */
    <T> T fold(Function<Whole, T> whole, Function<Broken, T> broken);

    /**
     * Every entry is there, in order and unchanged, as far as the ledger itself and what was expected of it can tell.
     *
     * @param entries how many
     * @param head the hash of the last one, {@link EntryHash#GENESIS} for none
     * @param erased how many personal parts are missing because they were erased
     * @param checkpoints how many checkpoints were met
     * @param notes what is worth knowing and breaks nothing, each a sentence in English
     */
    record Whole(long entries, String head, long erased, int checkpoints, List<String> notes) implements ChainResult {
        public Whole {
            notes = List.copyOf(notes);
        }

        @Override
        public <T> T fold(Function<Whole, T> whole, Function<Broken, T> broken) {
            return whole.apply(this);
        }
    }

    /**
     * Something is wrong.
     *
     * @param seq the number of the first bad entry, or of the first missing one
     * @param line which record of the input showed it, counted from 1
     * @param fault what kind of thing is wrong
     * @param sentence what is wrong, in English, for a person
     */
    record Broken(long seq, long line, ChainFault fault, String sentence) implements ChainResult {
        @Override
        public <T> T fold(Function<Whole, T> whole, Function<Broken, T> broken) {
            return broken.apply(this);
        }
    }
}
