package cloud.magento.accounts.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something on which the ledger and our other tables disagree.
 *
 * @param userId the account's id
 * @param subject of the link that it is about; null of an exemption
 * @param since since when one of the two has what the other has not
 */
public record LedgerGap(String userId, @Nullable String subject, Instant since) {
    /** What disagrees. */
    public enum Kind {
        /** The registry has a link that no entry tells of. */
        LINK_WITHOUT_ENTRY,
        /** By the newest entry the account is linked, and it is not. */
        ENTRY_WITHOUT_LINK,
        /** An exemption stands of which no entry tells so. */
        EXEMPTION_WITHOUT_ENTRY,
        /** By the newest entry the account is exempt, and no exemption stands. */
        ENTRY_WITHOUT_EXEMPTION
    }
}
