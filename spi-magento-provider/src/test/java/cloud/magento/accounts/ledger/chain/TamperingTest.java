package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.ChainFault.BEGINNING_MISSING;
import static cloud.magento.accounts.ledger.chain.ChainFault.DELETED;
import static cloud.magento.accounts.ledger.chain.ChainFault.DUPLICATED;
import static cloud.magento.accounts.ledger.chain.ChainFault.ENTRY_CHANGED;
import static cloud.magento.accounts.ledger.chain.ChainFault.HASH_CHANGED;
import static cloud.magento.accounts.ledger.chain.ChainFault.INSERTED;
import static cloud.magento.accounts.ledger.chain.ChainFault.MALFORMED;
import static cloud.magento.accounts.ledger.chain.ChainFault.OTHER_REALM;
import static cloud.magento.accounts.ledger.chain.ChainFault.PART_CHANGED;
import static cloud.magento.accounts.ledger.chain.ChainFault.PART_MISSING;
import static cloud.magento.accounts.ledger.chain.ChainFault.PART_UNCOMMITTED;
import static cloud.magento.accounts.ledger.chain.ChainFault.REORDERED;
import static cloud.magento.accounts.ledger.chain.ChainFault.REPLACED;
import static cloud.magento.accounts.ledger.chain.TestLedgers.edited;
import static cloud.magento.accounts.ledger.chain.TestLedgers.rehashed;
import static cloud.magento.accounts.ledger.chain.TestLedgers.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to change a ledger of ten entries that the ledger itself tells of, with the place that is named. */
class TamperingTest {
    private static final int ENTRIES = 10;
    private static final String OTHER_HASH = EntryHash.of("other");

    @ParameterizedTest(name = "{0}")
    @MethodSource({"entriesEdited", "entriesMoved", "partsChanged", "entriesMalformed"})
    void detectsAndLocatesTampering(String what, Consumer<List<LedgerRecord>> tampering, long seq, ChainFault fault) {
        // given
        List<LedgerRecord> records = TestLedgers.of(ENTRIES);
        assertThat(TestLedgers.check(records)).isInstanceOf(ChainResult.Whole.class);

        // when
        tampering.accept(records);

        // then
        assertThat(TestLedgers.check(records)).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> {
            assertThat(broken.fault()).as(broken.sentence()).isEqualTo(fault);
            assertThat(broken.seq()).as(broken.sentence()).isEqualTo(seq);
            assertThat(broken.sentence()).contains(String.valueOf(seq)).endsWith(".");
        });
    }

    static Stream<Arguments> entriesEdited() {
        return Stream.of(
                tampering("a type edited", at(5, r -> edited(r, "type", "conflict")), 5, ENTRY_CHANGED),
                tampering("the first entry edited", at(1, r -> edited(r, "type", "conflict")), 1, ENTRY_CHANGED),
                tampering("the last entry edited", at(10, r -> edited(r, "type", "conflict")), 10, ENTRY_CHANGED),
                tampering("a number edited", at(5, r -> edited(r, "seq", 6)), 5, ENTRY_CHANGED),
                tampering("a number of another type", at(5, r -> edited(r, "seq", "5")), 5, ENTRY_CHANGED),
                tampering("a realm edited", at(5, r -> edited(r, "realm", "other")), 5, ENTRY_CHANGED),
                tampering("details edited", at(5, r -> edited(r, "details", Map.of())), 5, ENTRY_CHANGED),
                tampering("a member added", at(5, r -> edited(r, "reference", "M-0000-0000")), 5, ENTRY_CHANGED),
                tampering("a member removed", at(5, r -> lacking(r, "client")), 5, ENTRY_CHANGED),
                tampering("a commitment removed", at(5, r -> lacking(r, "account")), 5, ENTRY_CHANGED),
                tampering("a link edited", at(5, r -> edited(r, "previous", OTHER_HASH)), 5, ENTRY_CHANGED),
                tampering("a hash edited", at(5, r -> withHash(r, OTHER_HASH)), 5, HASH_CHANGED),
                tampering(
                        "a hash in capitals",
                        at(5, r -> withHash(r, r.hash().toUpperCase(Locale.ROOT))),
                        5,
                        HASH_CHANGED),
                tampering("the last hash edited", at(10, r -> withHash(r, OTHER_HASH)), 10, ENTRY_CHANGED),
                tampering("an entry replaced", at(5, r -> rehashed(r, "type", "conflict")), 5, REPLACED),
                tampering("the last but one replaced", at(9, r -> rehashed(r, "type", "conflict")), 9, REPLACED),
                tampering("a link replaced", at(5, r -> rehashed(r, "previous", OTHER_HASH)), 5, REPLACED),
                tampering(
                        "the first link replaced",
                        at(1, r -> rehashed(r, "previous", OTHER_HASH)),
                        1,
                        BEGINNING_MISSING),
                tampering("two entries replaced", TamperingTest::replaceTwo, 6, REPLACED));
    }

    static Stream<Arguments> entriesMoved() {
        List<LedgerRecord> other = TestLedgers.of("other", ENTRIES);
        return Stream.of(
                tampering("an entry deleted", records -> records.remove(4), 5, DELETED),
                tampering("entries deleted", records -> records.subList(4, 7).clear(), 5, DELETED),
                tampering("the first entry deleted", records -> records.remove(0), 1, BEGINNING_MISSING),
                tampering(
                        "the beginning deleted",
                        records -> records.subList(0, 3).clear(),
                        1,
                        BEGINNING_MISSING),
                tampering("an entry deleted and the next renumbered", TamperingTest::renumber, 5, ENTRY_CHANGED),
                tampering("an entry deleted and the next renumbered and rehashed", TamperingTest::rehash, 5, REPLACED),
                tampering("neighbours swapped", records -> Collections.swap(records, 4, 5), 5, REORDERED),
                tampering("an entry moved back", records -> records.add(8, records.remove(2)), 3, REORDERED),
                tampering("an entry moved forward", records -> records.add(2, records.remove(8)), 3, REORDERED),
                tampering(
                        "the last entry moved to the front",
                        records -> records.add(0, records.remove(9)),
                        1,
                        REORDERED),
                tampering("everything backwards", Collections::reverse, 1, REORDERED),
                tampering("an entry doubled", records -> records.add(5, records.get(4)), 5, DUPLICATED),
                tampering("an entry repeated at the end", records -> records.add(records.get(2)), 3, DUPLICATED),
                tampering("everything doubled", records -> records.addAll(TestLedgers.of(ENTRIES)), 1, DUPLICATED),
                tampering(
                        "an entry inserted that fits",
                        records -> records.add(4, rehashed(records.get(4), "type", "conflict")),
                        5,
                        INSERTED),
                tampering(
                        "an entry inserted that does not fit",
                        records -> records.add(4, rehashed(records.get(4), "previous", OTHER_HASH)),
                        5,
                        INSERTED),
                tampering(
                        "an entry of another realm inserted", records -> records.add(4, other.get(4)), 5, OTHER_REALM),
                tampering("an entry of another realm instead", records -> records.set(4, other.get(4)), 5, OTHER_REALM),
                tampering("another realm's ledger appended", records -> records.addAll(other), 11, OTHER_REALM),
                tampering(
                        "an entry with its realm replaced", at(5, r -> rehashed(r, "realm", "other")), 5, OTHER_REALM),
                tampering("an entry with number 0", at(5, r -> rehashed(r, "seq", 0)), 5, MALFORMED));
    }

    static Stream<Arguments> partsChanged() {
        PersonalPart part = new PersonalPart(Map.of("account", "somebody"), "salt");
        return Stream.of(
                tampering("an account's data edited", at(5, r -> account(r, withName(r, "Ada"))), 5, PART_CHANGED),
                tampering(
                        "an account's salt edited",
                        at(5, r -> account(r, new PersonalPart(data(r), "salt"))),
                        5,
                        PART_CHANGED),
                tampering("an account's data missing", at(5, r -> without(r, "account")), 5, PART_MISSING),
                tampering("the last account's data missing", at(10, r -> without(r, "account")), 10, PART_MISSING),
                tampering("an administrator's data edited", at(3, r -> actor(r, part)), 3, PART_CHANGED),
                tampering("an administrator's data missing", at(3, r -> without(r, "actor")), 3, PART_MISSING),
                tampering("an administrator's data added", at(4, r -> actor(r, part)), 4, PART_UNCOMMITTED),
                tampering("two accounts exchanged", TamperingTest::exchange, 5, PART_CHANGED),
                tampering(
                        "an account's data added",
                        records -> records.add(account(unlinked(records), part)),
                        11,
                        PART_UNCOMMITTED),
                tampering(
                        "two parts missing, of which the first is named",
                        records -> {
                            at(6, r -> without(r, "actor")).accept(records);
                            at(7, r -> without(r, "account")).accept(records);
                        },
                        6,
                        PART_MISSING));
    }

    /** What whoever computes hashes can write, but the server never does. */
    static Stream<Arguments> entriesMalformed() {
        return Stream.of(
                tampering("another version", at(10, r -> rehashed(r, "v", 2)), 10, MALFORMED),
                tampering("no version", at(10, r -> shortened(r, "v")), 10, MALFORMED),
                tampering("no realm", at(10, r -> shortened(r, "realm")), 10, MALFORMED),
                tampering("no number", at(10, r -> shortened(r, "seq")), 10, MALFORMED),
                tampering("no type", at(10, r -> shortened(r, "type")), 10, MALFORMED),
                tampering("nobody who did it", at(10, r -> shortened(r, "by")), 10, MALFORMED),
                tampering("no link", at(10, r -> shortened(r, "previous")), 10, MALFORMED),
                tampering("no digest as link", at(10, r -> rehashed(r, "previous", "x")), 10, MALFORMED),
                tampering("no digest as commitment", at(10, r -> rehashed(r, "account", "x")), 10, MALFORMED),
                tampering("details that are no object", at(10, r -> rehashed(r, "details", "x")), 10, MALFORMED),
                tampering(
                        "a time without milliseconds",
                        at(10, r -> rehashed(r, "time", "2020-04-01T00:00:00Z")),
                        10,
                        MALFORMED),
                tampering(
                        "a time of another zone",
                        at(10, r -> rehashed(r, "time", "2020-04-01T00:00:00.000+")),
                        10,
                        MALFORMED),
                tampering("a fraction", at(10, r -> edited(r, "authTime", 1.5)), 10, MALFORMED),
                tampering("an erasure of nothing", at(10, r -> rehashed(r, "type", "erased")), 10, MALFORMED),
                tampering(
                        "an erasure of no part",
                        at(10, r -> rehashed(rehashed(r, "details", Map.of("entries", List.of(1))), "type", "erased")),
                        10,
                        MALFORMED));
    }

    private static void replaceTwo(List<LedgerRecord> records) {
        at(5, r -> rehashed(r, "type", "conflict")).accept(records);
        at(6, r -> rehashed(r, "previous", records.get(4).hash())).accept(records);
    }

    private static void renumber(List<LedgerRecord> records) {
        records.remove(4);
        at(5, r -> edited(r, "seq", 5)).accept(records);
    }

    private static void rehash(List<LedgerRecord> records) {
        records.remove(4);
        at(5, r -> rehashed(r, "seq", 5)).accept(records);
    }

    private static void exchange(List<LedgerRecord> records) {
        PersonalPart fifth = records.get(4).account();
        at(5, r -> account(r, records.get(6).account())).accept(records);
        at(7, r -> account(r, fifth)).accept(records);
    }

    private static LedgerRecord unlinked(List<LedgerRecord> records) {
        return rehashed(rehashed(lacking(records.get(9), "account"), "seq", 11), "previous", TestLedgers.head(records));
    }

    private static LedgerRecord lacking(LedgerRecord record, String member) {
        Map<String, Object> entry = new TreeMap<>(record.entry());
        entry.remove(member);
        return new LedgerRecord(entry, record.hash(), record.account(), record.actor());
    }

    private static LedgerRecord shortened(LedgerRecord record, String member) {
        LedgerRecord lacking = lacking(record, member);
        return TestLedgers.hashed(lacking.entry(), lacking.account(), lacking.actor());
    }

    private static LedgerRecord withHash(LedgerRecord record, String hash) {
        return new LedgerRecord(record.entry(), hash, record.account(), record.actor());
    }

    private static LedgerRecord account(LedgerRecord record, @Nullable PersonalPart account) {
        return new LedgerRecord(record.entry(), record.hash(), account, record.actor());
    }

    private static LedgerRecord actor(LedgerRecord record, PersonalPart actor) {
        return new LedgerRecord(record.entry(), record.hash(), record.account(), actor);
    }

    private static PersonalPart withName(LedgerRecord record, String name) {
        Map<String, Object> data = new TreeMap<>(data(record));
        data.put("name", name);
        return new PersonalPart(data, part(record).salt());
    }

    private static Map<String, Object> data(LedgerRecord record) {
        return part(record).data();
    }

    private static PersonalPart part(LedgerRecord record) {
        PersonalPart account = record.account();
        if (account == null) {
            throw new AssertionError("Every entry of the test's ledger has an account");
        }
        return account;
    }

    private static Consumer<List<LedgerRecord>> at(int seq, Change change) {
        return records -> records.set(seq - 1, change.of(records.get(seq - 1)));
    }

    private static Arguments tampering(
            String what, Consumer<List<LedgerRecord>> tampering, long seq, ChainFault fault) {
        return arguments(what, tampering, seq, fault);
    }

    private interface Change {
        LedgerRecord of(LedgerRecord record);
    }
}
