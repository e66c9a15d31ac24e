package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.TestLedgers.check;
import static cloud.magento.accounts.ledger.chain.TestLedgers.ledger;
import static cloud.magento.accounts.ledger.chain.TestLedgers.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When a personal part may be missing. */
class ErasureTest {
    @Test
    void acceptsMissingPartThatLaterEntryErased() {
        List<LedgerRecord> records = ledger().linked()
                .linked()
                .linked()
                .erased("account", 1, 3)
                .erased("actor", 3)
                .records();
        lose(records, 1, "account");
        lose(records, 3, "account");
        lose(records, 3, "actor");

        assertThat(check(records)).isInstanceOfSatisfying(ChainResult.Whole.class, whole -> {
            assertThat(whole.erased()).isEqualTo(3);
            assertThat(whole.notes()).isEmpty();
        });
    }

    @Test
    void rejectsMissingPartOfEntryThatErasureDoesNotList() {
        List<LedgerRecord> records =
                ledger().linked().linked().erased("account", 1).records();
        lose(records, 2, "account");

        assertThat(check(records)).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> missing(broken, 2));
    }

    @Test
    void rejectsMissingPartThatErasureDoesNotName() {
        List<LedgerRecord> records =
                ledger().linked().linked().linked().erased("account", 3).records();
        lose(records, 3, "actor");

        assertThat(check(records)).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> missing(broken, 3));
    }

    @Test
    void rejectsMissingPartOfEntryAfterErasure() {
        List<LedgerRecord> records =
                ledger().erased("account", 1, 2, 9007199254740991L).linked().records();
        lose(records, 2, "account");

        assertThat(check(records)).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> missing(broken, 2));
    }

    @Test
    void notesErasedPartThatIsStillPresent() {
        List<LedgerRecord> records =
                ledger().linked().linked().erased("account", 1, 2).records();
        lose(records, 1, "account");

        assertThat(check(records))
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.notes())
                                .singleElement()
                                .asString()
                                .contains("entry 2 "));
    }

    private static void lose(List<LedgerRecord> records, int seq, String part) {
        records.set(seq - 1, without(records.get(seq - 1), part));
    }

    private static void missing(ChainResult.Broken broken, long seq) {
        assertThat(broken.fault()).isEqualTo(ChainFault.PART_MISSING);
        assertThat(broken.seq()).isEqualTo(seq);
    }
}
