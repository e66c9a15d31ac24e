package cloud.magento.accounts.ledger;

import java.time.Instant;

/**
 * A ledger that came with a bundle and is kept as this realm's history.
 *
 * @param id by which it is asked for
 * @param origin the id of the realm that its entries name
 * @param entries how many entries it had in the bundle
 * @param head the hash of the last of them
 * @param importedAt since when it is here
 */
public record EarlierLedger(String id, String origin, long entries, String head, Instant importedAt) {
    static EarlierLedger of(EarlierLedgerEntity row) {
        return new EarlierLedger(row.id, row.origin, row.entries, row.head, Instant.ofEpochMilli(row.importedAt));
    }
}
