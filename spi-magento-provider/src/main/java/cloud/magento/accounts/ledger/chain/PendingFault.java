package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.ChainFault.BEGINNING_MISSING;
import static cloud.magento.accounts.ledger.chain.ChainFault.DELETED;
import static cloud.magento.accounts.ledger.chain.ChainFault.ENTRY_CHANGED;
import static cloud.magento.accounts.ledger.chain.ChainFault.HASH_CHANGED;
import static cloud.magento.accounts.ledger.chain.ChainFault.INSERTED;
import static cloud.magento.accounts.ledger.chain.ChainFault.REORDERED;
import static cloud.magento.accounts.ledger.chain.ChainFault.REPLACED;

import cloud.magento.accounts.ledger.chain.ChainResult.Broken;
import org.jspecify.annotations.Nullable;

/** Something is wrong for certain; what exactly, the records that follow can tell. */
sealed interface PendingFault {
    /** What it is in the light of the next record, or null while that is still open. */
    @Nullable
    Broken next(LedgerRecord record);

    /** What it is when nothing more follows. */
    Broken end();

    /** An entry and its hash do not belong together. The entry after it names the hash that was right. */
    record Hash(long seq, String given, String computed) implements PendingFault {
        @Override
        public Broken next(LedgerRecord record) {
            Object named = record.entry().get("previous");
            if (given.equals(named)) {
                return new Broken(
                        seq,
                        seq,
                        ENTRY_CHANGED,
                        "Entry " + seq + " was changed: it no longer has the hash it was written with.");
            }
            if (computed.equals(named)) {
                return new Broken(
                        seq,
                        seq,
                        HASH_CHANGED,
                        "The hash beside entry " + seq + " was changed; the entry itself was not.");
            }
            return end();
        }

        @Override
        public Broken end() {
            return new Broken(
                    seq,
                    seq,
                    ENTRY_CHANGED,
                    "Entry " + seq + " or the hash beside it was changed: they do not belong together.");
        }
    }

    /** An entry is in its place and names another entry before it. The one after it tells which of the two is right. */
    record Link(long seq, String hash, String head) implements PendingFault {
        @Override
        public Broken next(LedgerRecord record) {
            Object named = record.entry().get("previous");
            if (hash.equals(named)) {
                return new Broken(
                        seq - 1,
                        seq,
                        REPLACED,
                        "Entry " + (seq - 1) + ", and perhaps entries before it, was replaced: entry " + seq
                                + " was written after another one.");
            }
            if (head.equals(named) && Long.valueOf(seq).equals(record.entry().get("seq"))) {
                return new Broken(
                        seq,
                        seq,
                        INSERTED,
                        "An entry was inserted between the entries " + (seq - 1) + " and " + seq + ".");
            }
            return new Broken(
                    seq,
                    seq,
                    REPLACED,
                    "Entry " + seq + " was replaced: neither the entry before it nor the one after it goes with it.");
        }

        @Override
        public Broken end() {
            return new Broken(
                    seq - 1,
                    seq,
                    REPLACED,
                    "Entry " + (seq - 1) + " or entry " + seq
                            + " was replaced: they were not written one after the other.");
        }
    }

    /** A number was left out. If its entry comes later, it was moved. */
    record Gap(long missing, long found) implements PendingFault {
        @Override
        public @Nullable Broken next(LedgerRecord record) {
            if (!Long.valueOf(missing).equals(record.entry().get("seq"))) {
                return null;
            }
            return new Broken(
                    missing,
                    missing,
                    REORDERED,
                    "Entry " + missing + " is not in its place: entry " + found + " stands there.");
        }

        @Override
        public Broken end() {
            boolean beginning = missing == 1;
            String range = ExpectedHeads.range(missing, found - 1);
            String sentence = beginning
                    ? "The ledger begins with entry " + found + ": " + range + " " + verb() + " missing."
                    : "After entry " + (missing - 1) + " comes entry " + found + ": " + range + " " + verb()
                            + " missing.";
            return new Broken(missing, missing, beginning ? BEGINNING_MISSING : DELETED, sentence);
        }

        private String verb() {
            return missing == found - 1 ? "is" : "are";
        }
    }
}
