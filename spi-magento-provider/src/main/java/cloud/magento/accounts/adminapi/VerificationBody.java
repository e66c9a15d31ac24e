package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.ledger.LedgerVerification;
import cloud.magento.accounts.ledger.chain.ChainResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification of the ledger found, as the API tells of it: of a whole chain how long it is, of a broken one
 * where it breaks.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationBody(
        boolean whole,
        @Nullable Long entries,
        @Nullable String head,
        @Nullable Long erased,
        @Nullable Integer checkpoints,
        @Nullable List<String> notes,
        @Nullable Long firstBadEntry,
        @Nullable String fault,
        @Nullable String detail,
        long linksWithoutEntry,
        long linksOutOfStep,
        int forgedCheckpoints,
        int retiredKeyCheckpoints,
        int unknownKeyCheckpoints) {

    /** How many entries an erasure reached. */
    public record Erased(int erased) {}

    static VerificationBody of(LedgerVerification.Findings findings) {
        return findings.chain().fold(whole -> of(findings, whole, null), broken -> of(findings, null, broken));
    }

    private static VerificationBody of(
            LedgerVerification.Findings findings,
            ChainResult.@Nullable Whole whole,
            ChainResult.@Nullable Broken broken) {
        return new VerificationBody(
                findings.isWhole(),
                whole == null ? null : whole.entries(),
                whole == null ? null : whole.head(),
                whole == null ? null : whole.erased(),
                whole == null ? null : whole.checkpoints(),
                whole == null ? null : whole.notes(),
                broken == null ? null : broken.seq(),
                broken == null ? null : broken.fault().id(),
                broken == null ? null : broken.sentence(),
                findings.linksWithoutEntry(),
                findings.linksOutOfStep(),
                findings.forgedCheckpoints(),
                findings.retiredKeyCheckpoints(),
                findings.unknownKeyCheckpoints());
    }
}
