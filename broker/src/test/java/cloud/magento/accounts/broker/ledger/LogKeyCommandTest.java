package cloud.magento.accounts.broker.ledger;

import static cloud.magento.accounts.broker.ledger.GeneratedLedger.REALM;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.CompactJws;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.ledger.chain.LogKeyChange;
import cloud.magento.accounts.ledger.chain.StrictJson;
import cloud.magento.accounts.ledger.logkey.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with the log key that whoever runs it knows from elsewhere. */
class LogKeyCommandTest {
    private static final TestSigner REALM_SIGNER = TestSigner.of("RS256");
    private static final LogKey KEY = LogKey.generate();
    private static final LogKey NEXT = LogKey.generate();
    private static final LogKey ATTACKERS = LogKey.generate();
    private static final int BEFORE = 20;

    @TempDir
    Path folder;

    private final List<LedgerRecord> records = new ArrayList<>();
    private final List<String> checkpoints = new ArrayList<>();

    @BeforeEach
    void makeLedgerThatGetsLogKey() {
        GeneratedLedger.make(BEFORE, records::add);
        checkpoints.add(byRealm(10));
        names(KEY, null, null);
        checkpoints.add(by(KEY, records.size()));
        entry();
        checkpoints.add(by(KEY, records.size()));
    }

    @Test
    void verifiesByIdAloneOrByFileOfEveryKind() throws IOException {
        String jwk = CanonicalJson.of(KEY.publicKey().jwk());
        for (String key : List.of(
                KEY.kid(),
                file("jwks.json", "{\"keys\":[" + jwk + "]}"),
                file("jwk.json", jwk),
                file("key.pem", pem(KEY)))) {
            Ran ran = verify("--key", key, "--keys", realmsKeys(), "--json");

            assertThat(ran.err()).as(key).isEmpty();
            assertThat(StrictJson.object(ran.out()))
                    .containsEntry("result", "whole")
                    .containsEntry("checkpoints", 3L)
                    .containsEntry("covered", 22L)
                    .containsEntry("notes", List.of());
        }
    }

    @Test
    void leavesOldCheckpointUncheckedWithoutRealmsKey() throws IOException {
        Ran ran = verify("--key", KEY.kid());

        assertThat(ran.code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(ran.out()).contains("Checkpoints: 2 met").contains("Note: The checkpoint in line 1 of");
    }

    @Test
    void notesThatNoKeyWasPinned() throws IOException {
        assertThat(verify("--keys", realmsKeys()).out())
                .contains("Checkpoints: 3 met")
                .contains("Note: The ledger has a log key, and none was expected");
    }

    @Test
    void findsLedgerMadeAnewAndSignedWithRealmsKey() throws IOException {
        rewrite(null);
        checkpoints.replaceAll(token -> byRealm(Math.toIntExact(size(token))));

        assertBroken("realm-key", 21, "--key", KEY.kid(), "--keys", realmsKeys());
        assertBroken("realm-key", 21, "--keys", realmsKeys());
    }

    @Test
    void findsLedgerMadeAnewWithoutLogKey() throws IOException {
        rewrite(null);
        records.subList(BEFORE, records.size()).clear();
        checkpoints.clear();
        checkpoints.add(byRealm(BEFORE));

        assertBroken("unvouched", 1, "--key", KEY.kid(), "--keys", realmsKeys());
    }

    @Test
    void findsLedgerMadeAnewAndSignedWithForeignLogKey() throws IOException {
        rewrite(ATTACKERS);
        checkpoints.replaceAll(
                token -> size(token) <= BEFORE ? byRealm(10) : by(ATTACKERS, Math.toIntExact(size(token))));

        assertBroken("unvouched", 1, "--key", KEY.kid(), "--keys", realmsKeys());
        assertBroken("unvouched", 1, "--key", file("key.pem", pem(KEY)), "--keys", realmsKeys());
    }

    @Test
    void findsLedgerRewrittenUnderGenuineCheckpoint() throws IOException {
        rewrite(null);
        checkpoints.remove(0);

        assertBroken("rewritten", 1, "--key", KEY.kid());
    }

    @Test
    void followsRotationWithHandover() throws IOException {
        names(NEXT, KEY, KEY.handOver(REALM, NEXT.publicKey()));
        checkpoints.add(by(NEXT, records.size()));

        assertThat(verify("--key", KEY.kid()).code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(verify("--key", NEXT.kid()).code()).isEqualTo(LedgerCommand.WHOLE);
    }

    @Test
    void wantsNewKeyPinnedWithoutHandover() throws IOException {
        names(NEXT, KEY, null);
        checkpoints.add(by(NEXT, records.size()));

        assertBroken("foreign-key", 23, "--key", KEY.kid());
        Ran both = verify("--key", KEY.kid(), "--key", NEXT.kid());
        assertThat(both.code()).isEqualTo(LedgerCommand.WHOLE);
    }

    @Test
    void findsForgedSignatureOfPinnedKey() throws IOException {
        String[] genuine = checkpoints.remove(2).split("\\.", -1);
        String[] other = checkpoints.get(1).split("\\.", -1);
        checkpoints.add(genuine[0] + "." + genuine[1] + "." + other[2]);

        assertBroken("checkpoint-forged", 22, "--key", KEY.kid());
    }

    @Test
    void rejectsWhatIsNoLogKey() throws IOException {
        for (String key : List.of(realmsKeys(), file("empty", ""), file("set", "{\"keys\":[]}"), file("x", "{}"))) {
            Ran ran = verify("--key", key);

            assertThat(ran.code()).as(key).isEqualTo(LedgerCommand.UNUSABLE);
            assertThat(ran.err()).contains("something else than log keys").hasLineCount(1);
        }
        assertThat(verify("--key", "no such file").err()).contains("There is no file");
        assertThat(Ran.command("verify", ledger(), "--key", KEY.kid()).err()).contains("goes a --checkpoint");
    }

    private void assertBroken(String fault, long entry, String... options) throws IOException {
        Ran ran = verify(Stream.concat(Stream.of(options), Stream.of("--json")).toArray(String[]::new));

        assertThat(ran.code()).as(ran.err()).isEqualTo(LedgerCommand.BROKEN);
        assertThat(StrictJson.object(ran.out())).containsEntry("fault", fault).containsEntry("entry", entry);
    }

    private Ran verify(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("verify", ledger(), "--checkpoint", file("kept", String.join("\n", checkpoints))));
        arguments.addAll(List.of(options));
        return Ran.command(arguments.toArray(String[]::new));
    }

    /** Another client in entry 1, and hashes that agree; another log key, where one is given. */
    private void rewrite(@Nullable LogKey named) {
        List<LedgerRecord> before = List.copyOf(records);
        records.clear();
        for (LedgerRecord record : before) {
            Map<String, Object> entry = new LinkedHashMap<>(record.entry());
            if (records.isEmpty()) {
                entry.put("client", "another");
            }
            if (named != null && LogKeyChange.TYPE.equals(entry.get("type"))) {
                entry.put("details", new LogKeyChange(named.publicKey(), null, null).details());
            }
            entry.put("previous", head(records.size()));
            records.add(
                    new LedgerRecord(entry, EntryHash.of(CanonicalJson.of(entry)), record.account(), record.actor()));
        }
    }

    private void names(LogKey key, @Nullable LogKey previous, @Nullable String handover) {
        append(
                LogKeyChange.TYPE,
                new LogKeyChange(key.publicKey(), previous == null ? null : previous.publicKey(), handover).details());
    }

    private void entry() {
        append("policy-changed", Map.of("alias", "magento"));
    }

    private void append(String type, Map<String, Object> details) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("v", 1);
        entry.put("realm", REALM);
        entry.put("seq", (long) records.size() + 1);
        entry.put("time", "2020-05-01T00:00:00.000Z");
        entry.put("previous", head(records.size()));
        entry.put("type", type);
        entry.put("by", "system");
        entry.put("details", details);
        records.add(new LedgerRecord(entry, EntryHash.of(CanonicalJson.of(entry)), null, null));
    }

    private String head(int size) {
        return size == 0 ? EntryHash.GENESIS : records.get(size - 1).hash();
    }

    private String byRealm(int size) {
        return REALM_SIGNER.checkpoint(REALM, size, head(size));
    }

    private String by(LogKey key, int size) {
        return key.sign("magento-ledger-checkpoint+jwt", TestSigner.claims(REALM, size, head(size)));
    }

    private static long size(String token) {
        return (Long) CompactJws.parse(token).claims().getOrDefault("size", 0L);
    }

    private static String pem(LogKey key) {
        byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] x = Base64.getUrlDecoder().decode(key.publicKey().x());
        byte[] whole = new byte[prefix.length + x.length];
        System.arraycopy(prefix, 0, whole, 0, prefix.length);
        System.arraycopy(x, 0, whole, prefix.length, x.length);
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(whole)
                + "\n-----END PUBLIC KEY-----\n";
    }

    private String realmsKeys() throws IOException {
        return file("realm.json", REALM_SIGNER.keys());
    }

    private String ledger() throws IOException {
        return file(
                "ledger.ndjson",
                records.stream().map(record -> record.line() + "\n").collect(Collectors.joining()));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
