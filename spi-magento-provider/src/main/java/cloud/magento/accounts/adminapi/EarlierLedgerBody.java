package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.ledger.EarlierLedger;
import cloud.magento.accounts.ledger.chain.ChainResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A ledger that came with a bundle.
 *
 * @param realm the id of the realm that its entries name
 * @param importedAt since when it is here, in ISO 8601
 */
public record EarlierLedgerBody(String id, String realm, long entries, String head, String importedAt) {
    static EarlierLedgerBody of(EarlierLedger earlier) {
        return new EarlierLedgerBody(
                earlier.id(),
                earlier.origin(),
                earlier.entries(),
                earlier.head(),
                earlier.importedAt().toString());
    }

    /**
     * What a check of it came to.
     *
     * @param entries how many entries there are
     * @param fault what is wrong, as a code and as a sentence; null where it is whole
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Verified(
            boolean whole,
            @Nullable Long entries,
            @Nullable String fault,
            @Nullable String sentence) {
        static Verified of(ChainResult result) {
            return result.fold(
                    whole -> new Verified(true, whole.entries(), null, null),
                    broken -> new Verified(false, null, broken.fault().id(), broken.sentence()));
        }
    }
}
