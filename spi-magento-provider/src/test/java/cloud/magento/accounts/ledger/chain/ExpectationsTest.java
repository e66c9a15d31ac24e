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
    void acceptsLedgerThatMeetsItsCheckpointsInAnyOrder() {
        for (int size : new int[] {10, 0, 3, 7, 3}) {
            chain.expect(checkpoint(size));
        }

        assertThat(check(chain, records))
                .isEqualTo(new ChainResult.Whole(10, TestLedgers.head(records), 0, 5, List.of()));
    }

    @Test
    void acceptsEmptyLedgerWithCheckpointOfSizeZero() {
        chain.expect(checkpoint(0));

        assertThat(check(chain, List.of())).isEqualTo(new ChainResult.Whole(0, EntryHash.GENESIS, 0, 1, List.of()));
    }

    @Test
    void missesTruncationAndRewritingWithoutExpectations() {
        assertThat(check(records.subList(0, 7))).isInstanceOf(ChainResult.Whole.class);
        assertThat(check(new ChainCheck(), TestLedgers.rewritten(10, 4))).isInstanceOf(ChainResult.Whole.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 7, 1, 0})
    void detectsTruncationByCheckpoint(int left) {
        chain.expect(checkpoint(10));

        assertBroken(check(chain, records.subList(0, left)), left + 1, ChainFault.TRUNCATED, "2020-05-01T12:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 7, 1, 0})
    void detectsTruncationByExpectedEnd(int left) {
        chain.expectEnd(10, TestLedgers.head(records));

        assertBroken(check(chain, records.subList(0, left)), left + 1, ChainFault.TRUNCATED, "10");
    }

    @Test
    void detectsExtensionBeyondExpectedEnd() {
        chain.expectEnd(7, records.get(6).hash());

        assertBroken(check(chain, records), 8, ChainFault.EXTENDED, "entries 8 to 10");
    }

    @Test
    void acceptsLedgerThatMeetsExpectedEnd() {
        chain.expectEnd(10, TestLedgers.head(records));

        assertThat(check(chain, records)).isInstanceOf(ChainResult.Whole.class);
    }

    @Test
    void detectsRewrittenHistoryByCheckpoint() {
        chain.expect(checkpoint(10));

        assertBroken(check(chain, TestLedgers.rewritten(10, 4)), 1, ChainFault.REWRITTEN, "entries 1 to 10");
    }

    @Test
    void narrowsRewrittenRangeBetweenTwoCheckpoints() {
        chain.expect(checkpoint(10));
        chain.expect(checkpoint(3));
        chain.expect(checkpoint(6));

        assertBroken(check(chain, TestLedgers.rewritten(10, 5)), 4, ChainFault.REWRITTEN, "entries 4 to 6");
    }

    @Test
    void detectsRewritingAfterCheckpointByExpectedEnd() {
        chain.expect(checkpoint(3));
        chain.expectEnd(10, TestLedgers.head(records));

        assertBroken(check(chain, TestLedgers.rewritten(10, 4)), 4, ChainFault.REWRITTEN, "entries 4 to 10");
    }

    @Test
    void rejectsLedgerWhenCheckpointsContradictEachOther() {
        chain.expect(checkpoint(6));
        chain.expect(new Checkpoint(REALM, 6, EntryHash.of("other"), TIME));

        assertThat(check(chain, records)).isInstanceOf(ChainResult.Broken.class);
    }

    @Test
    void rejectsLedgerOfAnotherRealm() {
        chain.expect(new Checkpoint("other", 3, records.get(2).hash(), TIME));

        assertBroken(check(chain, records), 1, ChainFault.OTHER_REALM, "another realm");
    }

    @Test
    void rejectsCheckpointsOfTwoRealms() {
        chain.expect(checkpoint(3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.expect(new Checkpoint("other", 3, EntryHash.of("other"), TIME)));
    }

    @Test
    void rejectsMalformedCheckpoint() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(REALM, -1, EntryHash.GENESIS, TIME));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(REALM, 1, "head", TIME));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(REALM, 0, EntryHash.of(""), TIME));
    }

    @Test
    void reportsPositionOfUnreadableEntry() {
        records.subList(0, 4).forEach(chain::accept);
        chain.unreadable("the line is empty");

        assertThat(chain.accept(records.get(4))).isFalse();
        assertBroken(chain.finish(), 5, ChainFault.UNREADABLE, "the line is empty");
    }

    @Test
    void reportsFaultBeforeUnreadableEntryFirst() {
        records.set(3, TestLedgers.edited(records.get(3), "type", "conflict"));
        records.subList(0, 4).forEach(chain::accept);
        chain.unreadable("the line is empty");

        assertBroken(chain.finish(), 4, ChainFault.ENTRY_CHANGED, "4");
    }

    @Test
    void notesClockThatWasSetBack() {
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
