package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.TestLedgers.REALM;
import static cloud.magento.accounts.ledger.chain.TestLedgers.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only something kept elsewhere can show. */
class ExpectationsTest {
    private static final Instant TIME = Instant.parse("2020-05-01T12:00:00Z");

    private final List<LedgerRecord> records = TestLedgers.of(10);
    private final ChainCheck chain = new ChainCheck();

    @Test
    void a_ledger_meets_the_checkpoints_that_were_made_of_it_in_whatever_order_they_come() {
        for (int size : new int[] {10, 0, 3, 7, 3}) {
            chain.expect(checkpoint(size));
        }

        assertThat(check(chain, records))
                .isEqualTo(new ChainResult.Whole(10, TestLedgers.head(records), 0, 5, List.of()));
    }

    @Test
    void an_empty_ledger_is_whole_and_meets_a_checkpoint_of_nothing() {
        chain.expect(checkpoint(0));

        assertThat(check(chain, List.of())).isEqualTo(new ChainResult.Whole(0, EntryHash.GENESIS, 0, 1, List.of()));
    }

    @Test
    void nobody_sees_that_the_end_is_missing_or_the_whole_made_anew_without_expecting_something() {
        assertThat(check(records.subList(0, 7))).isInstanceOf(ChainResult.Whole.class);
        assertThat(check(new ChainCheck(), TestLedgers.rewritten(10, 4))).isInstanceOf(ChainResult.Whole.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 7, 1, 0})
    void a_checkpoint_shows_that_the_end_is_missing(int left) {
        chain.expect(checkpoint(10));

        assertBroken(check(chain, records.subList(0, left)), left + 1, ChainFault.TRUNCATED, "2020-05-01T12:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 7, 1, 0})
    void the_expected_end_shows_that_the_end_is_missing(int left) {
        chain.expectEnd(10, TestLedgers.head(records));

        assertBroken(check(chain, records.subList(0, left)), left + 1, ChainFault.TRUNCATED, "10");
    }

    @Test
    void the_expected_end_shows_what_came_after_it() {
        chain.expectEnd(7, records.get(6).hash());

        assertBroken(check(chain, records), 8, ChainFault.EXTENDED, "entries 8 to 10");
    }

    @Test
    void the_expected_end_is_met() {
        chain.expectEnd(10, TestLedgers.head(records));

        assertThat(check(chain, records)).isInstanceOf(ChainResult.Whole.class);
    }

    @Test
    void a_checkpoint_shows_that_the_history_before_it_was_made_anew() {
        chain.expect(checkpoint(10));

        assertBroken(check(chain, TestLedgers.rewritten(10, 4)), 1, ChainFault.REWRITTEN, "entries 1 to 10");
    }

    @Test
    void between_two_checkpoints_the_place_is_narrowed() {
        chain.expect(checkpoint(10));
        chain.expect(checkpoint(3));
        chain.expect(checkpoint(6));

        assertBroken(check(chain, TestLedgers.rewritten(10, 5)), 4, ChainFault.REWRITTEN, "entries 4 to 6");
    }

    @Test
    void a_checkpoint_of_before_a_rewriting_is_met_and_the_expected_end_is_not() {
        chain.expect(checkpoint(3));
        chain.expectEnd(10, TestLedgers.head(records));

        assertBroken(check(chain, TestLedgers.rewritten(10, 4)), 4, ChainFault.REWRITTEN, "entries 4 to 10");
    }

    @Test
    void of_two_checkpoints_that_contradict_each_other_one_is_not_met() {
        chain.expect(checkpoint(6));
        chain.expect(new Checkpoint(REALM, 6, EntryHash.of("other"), TIME));

        assertThat(check(chain, records)).isInstanceOf(ChainResult.Broken.class);
    }

    @Test
    void a_ledger_of_another_realm_is_none_that_was_expected() {
        chain.expect(new Checkpoint("other", 3, records.get(2).hash(), TIME));

        assertBroken(check(chain, records), 1, ChainFault.OTHER_REALM, "another realm");
    }

    @Test
    void checkpoints_of_two_realms_are_not_taken() {
        chain.expect(checkpoint(3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.expect(new Checkpoint("other", 3, EntryHash.of("other"), TIME)));
    }

    @Test
    void what_is_no_checkpoint_is_not_taken() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(REALM, -1, EntryHash.GENESIS, TIME));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(REALM, 1, "head", TIME));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(REALM, 0, EntryHash.of(""), TIME));
    }

    @Test
    void a_record_that_cannot_be_read_is_named() {
        records.subList(0, 4).forEach(chain::accept);
        chain.unreadable("the line is empty");

        assertThat(chain.accept(records.get(4))).isFalse();
        assertBroken(chain.finish(), 5, ChainFault.UNREADABLE, "the line is empty");
    }

    @Test
    void what_was_wrong_before_a_record_that_cannot_be_read_is_named_first() {
        records.set(3, TestLedgers.edited(records.get(3), "type", "conflict"));
        records.subList(0, 4).forEach(chain::accept);
        chain.unreadable("the line is empty");

        assertBroken(chain.finish(), 4, ChainFault.ENTRY_CHANGED, "4");
    }

    @Test
    void a_clock_that_was_set_back_is_noted_and_breaks_nothing() {
        List<LedgerRecord> late =
                TestLedgers.ledger().erased("account").linked().linked().records();

        assertThat(check(late))
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.notes())
                                .singleElement()
                                .asString()
                                .contains("once, first at entry 2"));
    }

    private Checkpoint checkpoint(int size) {
        return new Checkpoint(REALM, size, TestLedgers.head(records.subList(0, size)), TIME);
    }

    private static void assertBroken(ChainResult result, long seq, ChainFault fault, String sentence) {
        assertThat(result).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> {
            assertThat(broken.fault()).as(broken.sentence()).isEqualTo(fault);
            assertThat(broken.seq()).as(broken.sentence()).isEqualTo(seq);
            assertThat(broken.sentence()).contains(sentence);
        });
    }
}
