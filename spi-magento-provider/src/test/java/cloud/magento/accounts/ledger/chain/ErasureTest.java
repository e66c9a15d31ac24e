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
    void a_part_that_a_later_entry_says_was_erased_may_be_missing() {
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
    void an_erasure_tells_of_the_entries_that_it_lists_alone() {
        List<LedgerRecord> records =
                ledger().linked().linked().erased("account", 1).records();
        lose(records, 2, "account");

        assertThat(check(records)).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> missing(broken, 2));
    }

    @Test
    void an_erasure_tells_of_the_part_that_it_names_alone() {
        List<LedgerRecord> records =
                ledger().linked().linked().linked().erased("account", 3).records();
        lose(records, 3, "actor");

        assertThat(check(records)).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> missing(broken, 3));
    }

    @Test
    void an_erasure_tells_of_nothing_that_comes_after_it() {
        List<LedgerRecord> records =
                ledger().erased("account", 1, 2, 9007199254740991L).linked().records();
        lose(records, 2, "account");

        assertThat(check(records)).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> missing(broken, 2));
    }

    @Test
    void an_erased_part_that_is_still_there_is_noted() {
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
