package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.LedgerRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the database has it.
 *
 * @param seq its place in the chain
 * @param createdAt the column beside the entry, in milliseconds since the epoch
 * @param type the column beside the entry
 * @param reason the column beside the entry; null where it has none
 * @param reference the column beside the entry; null where it has none
 * @param line the record in the form of an export, {@code docs/ledger.md}, without a line break
 */
public record StoredEntry(
        long seq,
        long createdAt,
        String type,
        @Nullable String reason,
        @Nullable String reference,
        String line) {
    static StoredEntry of(LedgerEntryEntity entry, List<LedgerPersonEntity> parts) {
        StringBuilder line = new StringBuilder(entry.entry.length() + 512);
        line.append("{\"entry\":").append(entry.entry);
        line.append(",\"hash\":\"").append(entry.hash).append('"');
        for (LedgerPersonEntity part : parts) {
            line.append(",\"").append(part.part).append("\":{\"data\":").append(part.data);
            line.append(",\"salt\":\"").append(part.salt).append("\"}");
        }
        return new StoredEntry(
                entry.seq,
                entry.createdAt,
                entry.type,
                entry.reason,
                entry.reference,
                line.append('}').toString());
    }

    /**
     * The record, read.
     *
     * @throws IllegalArgumentException if what the database has is no record
     */
    public LedgerRecord record() {
        return LedgerRecord.parse(line);
    }
}
