package cloud.magento.accounts.ledger.webhook;

import cloud.magento.accounts.ledger.StoredEntry;
import cloud.magento.accounts.ledger.chain.LedgerRecord;

/** What is sent of an entry. */
final class EntryLine {
    private EntryLine() {}

    /**
     * The record in the form of an export. Without personal data its parts are left out; one that is no record any
     * more, since somebody changed it in the database, is told of by its sequence alone, since nobody knows what is in
     * it.
     */
    static String of(StoredEntry entry, boolean personalData) {
        if (personalData) {
            return entry.line();
        }
        try {
            LedgerRecord record = entry.record();
            return new LedgerRecord(record.entry(), record.hash(), null, null).line();
        } catch (IllegalArgumentException tampered) {
            return "{\"unreadable\":" + entry.seq() + "}";
        }
    }
}
