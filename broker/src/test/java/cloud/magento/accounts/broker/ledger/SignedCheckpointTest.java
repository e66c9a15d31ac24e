package cloud.magento.accounts.broker.ledger;

import static cloud.magento.accounts.broker.ledger.GeneratedLedger.REALM;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.ledger.chain.StrictJson;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command with checkpoints: which are trusted, and what they show. */
class SignedCheckpointTest {
    private static final TestSigner REALM_SIGNER = TestSigner.of("RS256");
    private static final TestSigner SOMEBODY_ELSE = TestSigner.of("RS256");

    @TempDir
    Path folder;

    private final List<LedgerRecord> records = new ArrayList<>();

    @BeforeEach
    void makeALedger() {
        GeneratedLedger.make(30, records::add);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS512", "PS256", "PS384", "ES256", "ES384", "ES512", "Ed25519", "Ed448"})
    void verifiesCheckpointOfEveryAlgorithm(String algorithm) throws IOException {
        TestSigner signer = TestSigner.of(algorithm);

        Ran ran = verify(signer.keys(), of(signer, 20) + "\n");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(ran.out())
                .contains("Checkpoints: 1 met, signed by " + TestSigner.ISSUER)
                .contains(
                        "The one of 2020-05-01T12:00:00Z covers 20 entries; the 10 after it rest on the chain alone.");
    }

    @Test
    void verifiesCheckpointsOfSeveralFiles() throws IOException {
        String first = file("first", "\ufeff" + of(REALM_SIGNER, 5) + "\r\n\r\n" + of(REALM_SIGNER, 30));
        String second = file("second", of(REALM_SIGNER, 0) + "\n");
        String keys = file("keys.json", REALM_SIGNER.keys());

        Ran ran = Ran.command(
                "verify", ledger(), "--keys", keys, "--checkpoint", first, "--checkpoint", second, "--json");

        assertThat(StrictJson.object(ran.out()))
                .containsEntry("checkpoints", 3L)
                .containsEntry("covered", 30L);
    }

    @Test
    void detectsTruncatedEndByCheckpoint() throws IOException {
        String checkpoint = of(REALM_SIGNER, 30);
        records.subList(25, 30).clear();

        Ran ran = verify(REALM_SIGNER.keys(), checkpoint);

        assertThat(ran.code()).isEqualTo(LedgerCommand.BROKEN);
        assertThat(ran.err())
                .startsWith("Broken at entry 26 (line 25), truncated: ")
                .contains("entries 26 to 30");
    }

    @Test
    void detectsEmptiedLedgerByCheckpoint() throws IOException {
        String checkpoint = of(REALM_SIGNER, 30);
        records.clear();

        assertThat(verify(REALM_SIGNER.keys(), checkpoint).err()).startsWith("Broken at entry 1 (line 0), truncated: ");
    }

    @Test
    void detectsRewrittenHistoryByCheckpoint() throws IOException {
        String checkpoint = REALM_SIGNER.checkpoint(REALM, 30, EntryHash.of("as it was"));

        Ran ran = verify(REALM_SIGNER.keys(), of(REALM_SIGNER, 10) + "\n" + checkpoint);

        assertThat(ran.code()).isEqualTo(LedgerCommand.BROKEN);
        assertThat(ran.err())
                .startsWith("Broken at entry 11 (line 30), rewritten: ")
                .contains("entries 11 to 30");
    }

    @Test
    void detectsLedgerOfOtherRealmByCheckpoint() throws IOException {
        Ran ran = verify(
                REALM_SIGNER.keys(),
                REALM_SIGNER.checkpoint("other", 3, records.get(2).hash()));

        assertThat(ran.code()).isEqualTo(LedgerCommand.BROKEN);
        assertThat(ran.err()).startsWith("Broken at entry 1 (line 1), other-realm: ");
    }

    @Test
    void verifiesEmptyLedgerWithEmptyCheckpoint() throws IOException {
        String checkpoint = of(REALM_SIGNER, 0);
        records.clear();

        assertThat(verify(REALM_SIGNER.keys(), checkpoint).out()).startsWith("Whole: 0 entries");
    }

    @Test
    void rejectsForgedOrDowngradedCheckpointSignature() throws IOException {
        String good = of(REALM_SIGNER, 20);
        String[] parts = good.split("\\.", -1);
        String other = of(REALM_SIGNER, 10).split("\\.", -1)[1];

        refused("its signature is wrong", of(SOMEBODY_ELSE, 20));
        refused("its signature is wrong", parts[0] + "." + other + "." + parts[2]);
        refused("it is no compact JWS", parts[0] + "." + parts[1] + ".");
        refused("HS256, is not allowed", REALM_SIGNER.signWithPublicKeyAsSecret(claims()));
        refused("it is no compact JWS", "eyJhbGciOiJub25lIn0." + parts[1] + ".");
        refused("which key signed it", REALM_SIGNER.sign(header -> header.keyID(null), claims()));
        refused("its signature is wrong", SOMEBODY_ELSE.sign(header -> header.jwk(ownKey()), claims()));
        refused(
                "its signature is wrong",
                REALM_SIGNER.sign(header -> header.criticalParams(Set.of("x")).customParam("x", 1), claims()));
    }

    @Test
    void rejectsSignedTokenThatIsNoCheckpoint() throws IOException {
        refused("its type is not", REALM_SIGNER.sign(header -> header.type(JOSEObjectType.JWT), claims()));
        refused("its type is not", REALM_SIGNER.sign(header -> header.type(null), claims()));
        refused("it is no compact JWS", "not a token");
        for (String claim : List.of("iss", "realm", "size", "head", "iat")) {
            Map<String, Object> claims = claims();
            claims.remove(claim);
            refused("a claim of it is missing", REALM_SIGNER.sign(header -> {}, claims));
            claims.put(claim, true);
            refused("a claim of it is missing", REALM_SIGNER.sign(header -> {}, claims));
        }
        refused("64 lower-case", REALM_SIGNER.checkpoint(REALM, 20, "head"));
        refused("fewer than no entries", REALM_SIGNER.checkpoint(REALM, -1, EntryHash.GENESIS));
    }

    @Test
    void leavesCheckpointUncheckedByUnsuitableKey() throws IOException {
        TestSigner weak = TestSigner.rsa("RS256", 1024);
        Map<String, Object> encrypting = REALM_SIGNER.publicKey();
        encrypting.put("use", "enc");
        Map<String, Object> forAnother = REALM_SIGNER.publicKey();
        forAnother.put("alg", "PS256");

        assertUnchecked(weak.keys(), of(weak, 20));
        assertUnchecked(TestSigner.keys(encrypting), of(REALM_SIGNER, 20));
        assertUnchecked(TestSigner.keys(forAnother), of(REALM_SIGNER, 20));
        assertUnchecked(TestSigner.of("ES256").keys(), of(REALM_SIGNER, 20));
    }

    @Test
    void distinguishesUnknownKeyFromForgedSignature() throws IOException {
        String ofOldKey = REALM_SIGNER.sign(header -> header.keyID("key-of-then"), claims());

        assertUnchecked(REALM_SIGNER.keys(), ofOldKey);
        refused("its signature is wrong", of(SOMEBODY_ELSE, 20));
    }

    @Test
    void verifiesLedgerAndNamesCheckpointOfUnknownKey() throws IOException {
        String ofOldKey = REALM_SIGNER.sign(header -> header.keyID("key-of-then"), claims());

        Ran ran = verify(REALM_SIGNER.keys(), ofOldKey + "\n" + of(REALM_SIGNER, 10));

        assertThat(ran.code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(ran.out())
                .contains("Checkpoints: 1 met")
                .contains("covers 10 entries; the 20 after it rest on the chain alone")
                .contains("Note: The checkpoint in line 1 of")
                .contains("was not checked: the key that it names, key-of-then, is not among the keys given.");
    }

    @Test
    void rejectsForgedCheckpointBesideOneOfUnknownKey() throws IOException {
        String ofOldKey = REALM_SIGNER.sign(header -> header.keyID("key-of-then"), claims());

        Ran ran = verify(REALM_SIGNER.keys(), ofOldKey + "\n" + of(REALM_SIGNER, 10) + "\n" + of(SOMEBODY_ELSE, 20));

        assertThat(ran.code()).isEqualTo(LedgerCommand.UNUSABLE);
        assertThat(ran.err()).contains("line 3 of").contains("its signature is wrong");
    }

    @Test
    void verifiesCheckpointsFromBeforeAndAfterKeyRotation() throws IOException {
        Map<String, Object> renamed = REALM_SIGNER.publicKey();
        renamed.put("kid", "key-of-then");
        String ofOldKey = REALM_SIGNER.sign(header -> header.keyID("key-of-then"), claims());

        Ran ran = Ran.command(
                "verify",
                ledger(),
                "--keys",
                file("now.json", REALM_SIGNER.keys()),
                "--keys",
                file("then.json", TestSigner.keys(renamed)),
                "--checkpoint",
                file("checkpoints.txt", ofOldKey + "\n" + of(REALM_SIGNER, 10)),
                "--json");

        assertThat(StrictJson.object(ran.out()))
                .containsEntry("checkpoints", 2L)
                .containsEntry("unchecked", 0L)
                .containsEntry("covered", 20L);
    }

    private void assertUnchecked(String keys, String checkpoint) throws IOException {
        Ran ran = verify(keys, "\n" + checkpoint + "\n");

        assertThat(ran.err())
                .contains("line 2 of")
                .contains("was not checked")
                .contains("is not among the keys given")
                .doesNotContain("cannot be trusted")
                .hasLineCount(1);
        assertThat(ran.code()).isEqualTo(LedgerCommand.UNUSABLE);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void rejectsInvalidKeySet() throws IOException {
        for (String keys : List.of("", "{}", "[]", "<html>", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
            Ran ran = verify(keys, of(REALM_SIGNER, 20));

            assertThat(ran.code()).as(keys).isEqualTo(LedgerCommand.UNUSABLE);
            assertThat(ran.err()).as(keys).hasLineCount(1);
        }
    }

    @Test
    void rejectsMissingCheckpointOrCheckpointsOfTwoRealms() throws IOException {
        assertThat(verify(REALM_SIGNER.keys(), "\n").err()).contains("holds no checkpoint");
        Ran twoRealms = verify(
                REALM_SIGNER.keys(),
                of(REALM_SIGNER, 20) + "\n" + REALM_SIGNER.checkpoint("other", 0, EntryHash.GENESIS));
        assertThat(twoRealms.code()).isEqualTo(LedgerCommand.UNUSABLE);
        assertThat(twoRealms.err()).contains("two different realms");
    }

    private void refused(String why, String checkpoint) throws IOException {
        refused(REALM_SIGNER.keys(), why, checkpoint);
    }

    private void refused(String keys, String why, String checkpoint) throws IOException {
        Ran ran = verify(keys, "\n" + checkpoint + "\n");

        assertThat(ran.err())
                .contains("line 2 of")
                .contains("cannot be trusted")
                .contains(why)
                .hasLineCount(1);
        assertThat(ran.code()).isEqualTo(LedgerCommand.UNUSABLE);
        assertThat(ran.out()).isEmpty();
    }

    private Ran verify(String keys, String checkpoints) throws IOException {
        return Ran.command(
                "verify",
                ledger(),
                "--keys",
                file("keys.json", keys),
                "--checkpoint",
                file("checkpoints.txt", checkpoints));
    }

    private String of(TestSigner signer, int size) {
        return signer.checkpoint(
                REALM,
                size,
                size == 0 ? EntryHash.GENESIS : records.get(size - 1).hash());
    }

    private Map<String, Object> claims() {
        return TestSigner.claims(REALM, 20, records.get(19).hash());
    }

    private static JWK ownKey() {
        try {
            return JWK.parse(SOMEBODY_ELSE.publicKey());
        } catch (ParseException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private String ledger() throws IOException {
        StringBuilder lines = new StringBuilder();
        records.forEach(record -> lines.append(record.line()).append('\n'));
        return file("ledger.ndjson", lines.toString());
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
