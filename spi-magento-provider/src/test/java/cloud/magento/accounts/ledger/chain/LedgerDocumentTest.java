package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.TestLedgers.check;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds docs/ledger.md to what the code computes. */
class LedgerDocumentTest {
    private static final Pattern CANONICAL =
            Pattern.compile("(\\d+) bytes[^`]*```canonical\n(.*)\n```\n\nSHA-256: `([0-9a-f]{64})`");
    private static final Pattern RECORDS = Pattern.compile("```ndjson\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FIRST_CELL = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE);

    private String page = "";

    @BeforeEach
    void readThePage() throws IOException {
        page = Files.readString(Path.of("../docs/ledger.md"));
    }

    @Test
    void showsIntactLedgerWithErasedPerson() {
        assertThat(check(example(0))).isInstanceOfSatisfying(ChainResult.Whole.class, whole -> {
            assertThat(whole.entries()).isEqualTo(3);
            assertThat(whole.erased()).isEqualTo(1);
            assertThat(whole.notes()).isEmpty();
        });
    }

    @Test
    void showsIntactLedgerBeforeErasure() {
        List<LedgerRecord> before = new ArrayList<>(example(0));
        before.remove(2);
        before.set(0, example(1).get(0));

        assertThat(before.get(0).entry()).isEqualTo(example(0).get(0).entry());
        assertThat(check(before)).isInstanceOf(ChainResult.Whole.class);
    }

    @Test
    void showsCanonicalFormsWithTheirLengthsAndDigests() {
        LedgerRecord first = example(1).get(0);
        PersonalPart account = first.account();
        assertThat(account).isNotNull();
        String commitment = account == null ? "" : account.commitment();
        String committed =
                account == null ? "" : CanonicalJson.of(Map.of("data", account.data(), "salt", account.salt()));

        List<MatchResult> blocks = CANONICAL.matcher(page).results().toList();

        assertThat(blocks.stream().map(block -> block.group(2)))
                .containsExactly(CanonicalJson.of(first.entry()), committed);
        assertThat(blocks.stream().map(block -> block.group(3))).containsExactly(first.hash(), commitment);
        assertThat(blocks).allSatisfy(block -> {
            assertThat(block.group(1))
                    .isEqualTo(String.valueOf(block.group(2).getBytes(StandardCharsets.UTF_8).length));
            assertThat(block.group(3)).isEqualTo(EntryHash.of(block.group(2)));
        });
        assertThat(first.entry()).containsEntry("account", commitment);
    }

    @Test
    void explainsEveryFaultInOrder() {
        String section = page.substring(page.indexOf("## What tampering looks like"), page.indexOf("## Format"));

        assertThat(FIRST_CELL.matcher(section).results().map(row -> row.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(ChainFault.values()).map(ChainFault::id).toList());
    }

    private List<LedgerRecord> example(int block) {
        return RECORDS.matcher(page)
                .results()
                .skip(block)
                .findFirst()
                .map(records ->
                        records.group(1).lines().map(LedgerRecord::parse).toList())
                .orElseThrow();
    }
}
