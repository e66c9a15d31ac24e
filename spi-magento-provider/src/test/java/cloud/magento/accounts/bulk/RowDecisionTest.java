package cloud.magento.accounts.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.bulk.AccountName.Kind;
import cloud.magento.accounts.registry.LinkBatch;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowDecisionTest {
    private static final RowFacts NOTHING_KNOWN = new RowFacts(
            Instant.EPOCH,
            "https://issuer.example",
            new LinkBatch.Owners(Map.of(), Map.of()),
            Map.of(),
            Map.of(),
            false);

    @Test
    void preAssociatesNoAccountWhoseIdMayBeAnotherPersonsLater() {
        Verdict verdict = new RowDecision(NOTHING_KNOWN)
                .of(row("", "ada@magento.example"), FoundAccount.inDirectory("f:directory:ada"));

        assertThat(verdict.error()).isEqualTo(RowError.DIRECTORY_UNSUPPORTED);
    }

    @Test
    void linksDirectorysAccountByKeycloaksOwnWay() {
        Verdict verdict =
                new RowDecision(NOTHING_KNOWN).of(row("one", ""), FoundAccount.inDirectory("f:directory:ada"));

        assertThat(verdict.how()).isEqualTo(Verdict.How.ALONE);
    }

    private static BulkRow row(String subject, String address) {
        return new BulkRow(
                2,
                BulkAction.LINK,
                AccountName.of(Kind.USERNAME, "ada"),
                subject.isEmpty() ? null : subject,
                "",
                address.isEmpty() ? null : address,
                null,
                "");
    }
}
