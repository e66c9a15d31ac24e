package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.TestLedgers.REALM;
import static cloud.magento.accounts.ledger.chain.TestLedgers.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cloud.magento.accounts.ledger.logkey.LogKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may sign which checkpoints of a ledger. */
class LogKeysTest {
    private static final Instant TIME = Instant.parse("2020-05-01T12:00:00Z");
    private static final LogKey ONE = LogKey.generate();
    private static final LogKey TWO = LogKey.generate();
    private static final LogKey THREE = LogKey.generate();

    private final TestLedgers ledger = TestLedgers.ledger().linked().linked();
    private final ChainCheck chain = new ChainCheck();

    @Test
    void acceptsRealmsKeyBeforeAndLogKeyAfterItsEntry() {
        byRealm(2);
        named(ONE, null, null).linked();
        signed(ONE, 3);
        signed(ONE, 4);
        chain.pin(ONE.publicKey());

        assertWhole(3);
    }

    @Test
    void findsRealmsKeyOnceLedgerHasLogKey() {
        named(ONE, null, null).linked();
        signed(ONE, 3);
        byRealm(4);

        assertBroken(ChainFault.REALM_KEY, 4);
    }

    /** Somebody has the whole database, and makes everything anew: without the log key, or with one of their own. */
    @Test
    void findsLedgerMadeAnewUnderKeysOfDatabase() {
        byRealm(2);
        chain.pin(ONE.publicKey());

        assertBroken(ChainFault.UNVOUCHED, 1);
    }

    @Test
    void findsLedgerMadeAnewUnderForeignLogKey() {
        named(TWO, null, null).linked();
        signed(TWO, 4);
        chain.pin(ONE.kid());

        assertBroken(ChainFault.UNVOUCHED, 1);
    }

    @Test
    void findsForeignLogKeyInPlaceOfPinnedOne() {
        named(ONE, null, null).linked();
        signed(ONE, 4);
        named(TWO, ONE, null).linked();
        signed(TWO, 6);
        chain.pin(ONE.publicKey());

        assertBroken(ChainFault.FOREIGN_KEY, 5);
    }

    @Test
    void followsHandover() {
        named(ONE, null, null);
        signed(ONE, 3);
        named(TWO, ONE, ONE.handOver(REALM, TWO.publicKey())).linked();
        signed(TWO, 5);
        named(THREE, TWO, TWO.handOver(REALM, THREE.publicKey()));
        signed(THREE, 6);
        chain.pin(ONE.kid());

        assertWhole(3);
    }

    @Test
    void acceptsOldKeysThatPinnedNewOneCovers() {
        named(ONE, null, null);
        signed(ONE, 3);
        named(TWO, ONE, null).linked();
        signed(TWO, 5);
        chain.pin(TWO.kid());

        assertWhole(2);
    }

    @Test
    void rejectsHandoverOfAnotherKeyOrRealmOrSigner() {
        for (String handover : List.of(
                ONE.handOver("another", TWO.publicKey()),
                ONE.handOver(REALM, THREE.publicKey()),
                TWO.handOver(REALM, TWO.publicKey()),
                ONE.sign("magento-ledger-checkpoint+jwt", LogKeyChange.handoverClaims(REALM, TWO.publicKey())),
                "nonsense",
                "a.b.c")) {
            TestLedgers other = TestLedgers.ledger();
            named(other, ONE, null, null);
            named(other, TWO, ONE, handover);
            ChainCheck check = new ChainCheck();
            check.pin(ONE.publicKey());
            check.expect(checkpoint(other, 1), by(ONE));
            check.expect(checkpoint(other, 2), by(TWO));

            assertThat(check(check, other.records()))
                    .isInstanceOfSatisfying(
                            ChainResult.Broken.class,
                            broken -> assertThat(broken.fault()).isEqualTo(ChainFault.FOREIGN_KEY));
        }
    }

    @Test
    void findsReplacedKeyThatSignsOn() {
        named(ONE, null, null);
        named(TWO, ONE, ONE.handOver(REALM, TWO.publicKey())).linked();
        signed(ONE, 5);
        chain.pin(ONE.publicKey());

        assertBroken(ChainFault.SUPERSEDED_KEY, 5);
    }

    @Test
    void findsKeyThatNoEntryNames() {
        named(ONE, null, null).linked();
        signed(TWO, 4);

        assertBroken(ChainFault.FOREIGN_KEY, 4);
    }

    @Test
    void findsForgedSignatureOfLogKey() {
        named(ONE, null, null);
        chain.expect(checkpoint(ledger, 3), new Signature(ONE.kid(), false, TWO));

        assertBroken(ChainFault.CHECKPOINT_FORGED, 3);
    }

    @Test
    void findsHistoryRewrittenBeforeCheckpointOfPinnedKey() {
        chain.expect(new Checkpoint(REALM, 2, EntryHash.of("as it was"), TIME), by(ONE));
        chain.pin(ONE.publicKey());

        assertBroken(ChainFault.REWRITTEN, 1);
    }

    @Test
    void findsEndThatIsMissing() {
        chain.expect(new Checkpoint(REALM, 7, EntryHash.of("as it was"), TIME), by(ONE));
        chain.pin(ONE.publicKey());

        assertBroken(ChainFault.TRUNCATED, 3);
    }

    @Test
    void findsCheckpointOfAnotherRealmUnderSameKey() {
        named(ONE, null, null);
        Checkpoint own = checkpoint(ledger, 3);
        chain.expect(new Checkpoint("another", 3, own.head(), TIME), by(ONE));

        assertBroken(ChainFault.OTHER_REALM, 3);
    }

    @Test
    void leavesCheckpointOfUnknownKeyUncheckedBeforeThereIsLogKey() {
        Signature unknown = by(ONE);
        chain.expect(checkpoint(ledger, 2), unknown);

        assertWhole(0);
        assertThat(chain.unchecked()).containsExactly(unknown);
    }

    @Test
    void notesLogKeyThatNobodyPinned() {
        named(ONE, null, null);
        signed(ONE, 3);

        assertThat(check(chain, ledger.records()))
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.notes())
                                .singleElement()
                                .asString()
                                .contains("none was expected"));
    }

    @Test
    void rejectsEntryThatNamesNoKeyOrWrongPredecessorOrOldKey() {
        named(ONE, TWO, null);
        assertBroken(ChainFault.MALFORMED, 3);

        assertMalformed(
                TestLedgers.ledger(),
                Map.of("kid", ONE.kid(), "key", TWO.publicKey().x()));
        assertMalformed(TestLedgers.ledger(), Map.of("kid", ONE.kid()));
        TestLedgers back = TestLedgers.ledger();
        named(back, ONE, null, null);
        named(back, TWO, ONE, null);
        assertMalformed(back, new LogKeyChange(ONE.publicKey(), TWO.publicKey(), null).details());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AA",
                "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp",
                "11qYAYKxCrfVS+7TyWQHOg7hcvPapiMlrwIaaPcHURo"
            })
    void rejectsPublicKeyThatIsNone(String x) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogPublicKey(x));
    }

    private static void assertMalformed(TestLedgers ledger, Map<String, Object> details) {
        Map<String, Object> entry = ledger.entry(LogKeyChange.TYPE, "2020-04-01T00:00:00.000Z");
        entry.put("details", details);
        ledger.append(entry, null, null);

        assertThat(check(ledger.records()))
                .isInstanceOfSatisfying(
                        ChainResult.Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo(ChainFault.MALFORMED));
    }

    private TestLedgers named(LogKey key, @Nullable LogKey previous, @Nullable String handover) {
        return named(ledger, key, previous, handover);
    }

    private static TestLedgers named(
            TestLedgers ledger, LogKey key, @Nullable LogKey previous, @Nullable String handover) {
        Map<String, Object> entry = ledger.entry(LogKeyChange.TYPE, "2020-04-01T00:01:00.000Z");
        entry.put(
                "details",
                new LogKeyChange(key.publicKey(), previous == null ? null : previous.publicKey(), handover).details());
        return ledger.append(entry, null, null);
    }

    private void signed(LogKey key, int size) {
        chain.expect(checkpoint(ledger, size), by(key));
    }

    private void byRealm(int size) {
        chain.expect(checkpoint(ledger, size), new Signature("realm's", true, null));
    }

    private static Checkpoint checkpoint(TestLedgers ledger, int size) {
        return new Checkpoint(REALM, size, ledger.records().get(size - 1).hash(), TIME);
    }

    private static Signature by(LogKey key) {
        return new Signature(key.kid(), false, key);
    }

    private void assertWhole(int met) {
        assertThat(check(chain, ledger.records())).isInstanceOfSatisfying(ChainResult.Whole.class, whole -> {
            assertThat(whole.checkpoints()).isEqualTo(met);
            assertThat(whole.entries()).isEqualTo(ledger.records().size());
        });
    }

    private void assertBroken(ChainFault fault, long seq) {
        assertThat(check(chain, ledger.records())).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> {
            assertThat(broken.fault()).as(broken.sentence()).isEqualTo(fault);
            assertThat(broken.seq()).isEqualTo(seq);
        });
    }

    /** Of a key of the realm, or of a log key. */
    private record Signature(
            String kid, boolean isOfRealm, @Nullable LogKey signer) implements CheckpointSignature {
        @Override
        public boolean isOf(LogPublicKey key) {
            return signer != null && signer.publicKey().equals(key);
        }
    }
}
