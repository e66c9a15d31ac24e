package cloud.magento.accounts.ledger.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ledgers to break: links made by people, every third by an administrator, and erasures where they are wanted. */
final class TestLedgers {
    static final String REALM = "accounts";
    static final int OF_AN_ADMINISTRATOR = 3;

    private final List<LedgerRecord> records = new ArrayList<>();
    private final String realm;

    private TestLedgers(String realm) {
        this.realm = realm;
    }

    static TestLedgers ledger() {
        return new TestLedgers(REALM);
    }

    /** A whole ledger of so many entries, in which nobody was erased. */
    static List<LedgerRecord> of(int entries) {
        return of(REALM, entries);
    }

    static List<LedgerRecord> of(String realm, int entries) {
        TestLedgers ledger = new TestLedgers(realm);
        for (int i = 0; i < entries; i++) {
            ledger.linked();
        }
        return ledger.records();
    }

    /** A whole ledger that differs from {@link #of} from this entry on, with hashes that agree. */
    static List<LedgerRecord> rewritten(int entries, int from) {
        TestLedgers ledger = ledger();
        ledger.records.addAll(of(from - 1));
        for (int i = from; i <= entries; i++) {
            ledger.linked("somebody else");
        }
        return ledger.records();
    }

    List<LedgerRecord> records() {
        return new ArrayList<>(records);
    }

    TestLedgers linked() {
        return linked("Zo\u00eb \"Z\" \ud83d\ude00");
    }

    TestLedgers linked(String name) {
        int seq = records.size() + 1;
        Map<String, Object> entry = entry("link-made", "2020-04-01T00:00:%02d.000Z".formatted(seq % 60));
        entry.put("proof", "password");
        entry.put("client", "storefront");
        entry.put("details", Map.of("alias", "magento", "first", true, "tries", List.of(1, -2, "a\nb")));
        PersonalPart account = new PersonalPart(
                Map.of("account", "user-" + seq, "subject", "s" + seq, "name", name, "amr", List.of("pwd")), salt(seq));
        PersonalPart actor = seq % OF_AN_ADMINISTRATOR == 0
                ? new PersonalPart(Map.of("actor", "admin", "realm", "master"), salt(1000 + seq))
                : null;
        return append(entry, account, actor);
    }

    /** An entry that says that parts were erased; the parts themselves stay. */
    TestLedgers erased(String part, long... entries) {
        Map<String, Object> entry = entry("erased", "2020-05-01T00:00:00.000Z");
        List<Long> list = new ArrayList<>();
        for (long seq : entries) {
            list.add(seq);
        }
        entry.put("details", Map.of("entries", list, "parts", part));
        return append(entry, null, null);
    }

    /** Any entry, with the hash that it has. */
    TestLedgers append(Map<String, Object> entry, @Nullable PersonalPart account, @Nullable PersonalPart actor) {
        if (account != null) {
            entry.put("account", account.commitment());
        }
        if (actor != null) {
            entry.put("actor", actor.commitment());
        }
        records.add(hashed(entry, account, actor));
        return this;
    }

    Map<String, Object> entry(String type, String time) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("v", 1);
        entry.put("realm", realm);
        entry.put("seq", records.size() + 1);
        entry.put("time", time);
        entry.put("type", type);
        entry.put("by", "person");
        entry.put("previous", head(records));
        return entry;
    }

    static String head(List<LedgerRecord> records) {
        return records.isEmpty()
                ? EntryHash.GENESIS
                : records.get(records.size() - 1).hash();
    }

    static LedgerRecord hashed(
            Map<String, Object> entry, @Nullable PersonalPart account, @Nullable PersonalPart actor) {
        return new LedgerRecord(entry, EntryHash.of(CanonicalJson.of(entry)), account, actor);
    }

    /** The record with one member of its entry set, and the hash left as it is. */
    static LedgerRecord edited(LedgerRecord record, String member, Object value) {
        Map<String, Object> entry = new LinkedHashMap<>(record.entry());
        entry.put(member, value);
        return new LedgerRecord(entry, record.hash(), record.account(), record.actor());
    }

    /** The record with one member of its entry set, and the hash that it then has. */
    static LedgerRecord rehashed(LedgerRecord record, String member, Object value) {
        LedgerRecord edited = edited(record, member, value);
        return hashed(edited.entry(), edited.account(), edited.actor());
    }

    static LedgerRecord without(LedgerRecord record, String part) {
        return new LedgerRecord(
                record.entry(),
                record.hash(),
                part.equals("account") ? null : record.account(),
                part.equals("actor") ? null : record.actor());
    }

    static ChainResult check(List<LedgerRecord> records) {
        return check(new ChainCheck(), records);
    }

    static ChainResult check(ChainCheck check, List<LedgerRecord> records) {
        for (LedgerRecord record : records) {
            if (!check.accept(record)) {
                break;
            }
        }
        return check.finish();
    }

    private static String salt(int number) {
        return "salt%039d".formatted(number);
    }
}
