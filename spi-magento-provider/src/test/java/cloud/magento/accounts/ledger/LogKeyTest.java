package cloud.magento.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.ChainFault;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.ledger.chain.CompactJws;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.ledger.chain.LogKeyChange;
import cloud.magento.accounts.ledger.chain.StrictJson;
import cloud.magento.accounts.ledger.logkey.LogKey;
import cloud.magento.accounts.ledger.logkey.TestKeyFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.RS256SignatureProviderFactory;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSBuilder;

/** A ledger whose checkpoints are signed by a key outside the database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LogKeyTest {
    private final TestKeycloak keycloak;
    private final TestEntries entries;
    private final KeyWrapper realmsKey;
    private final LogKey key = LogKey.generate();

    LogKeyTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        keycloak.provide(SignatureProvider.class, new RS256SignatureProviderFactory());
        realmsKey = keycloak.keys().rotate();
        entries = new TestEntries(keycloak);
        entries.append(TestEntries.of(EntryType.LINK_MADE, "agnes"), TestEntries.of(EntryType.LINK_MADE, "boris"));
    }

    @Test
    void recordsKeyAndSignsWithIt() {
        TestLogKeys.provide(keycloak, key);

        CompactJws checkpoint = CompactJws.parse(sign());

        assertThat(checkpoint.isBy(key.publicKey(), Checkpoints.TYPE)).isTrue();
        assertThat(checkpoint.claims()).containsEntry("size", 3L).containsEntry("realm", keycloak.realmId());
        assertThat(changes()).containsExactly(new LogKeyChange(key.publicKey(), null, null));
        assertWhole(1);

        assertThat(CompactJws.parse(sign()).claims()).containsEntry("size", 3L);
        assertThat(changes()).hasSize(1);
    }

    @Test
    void verifiesCheckpointsOfRealmsKeyFromBefore() {
        sign();
        TestLogKeys.provide(keycloak, key);
        sign();

        assertWhole(2);
    }

    @Test
    void signsEmptyLedgerWithoutEntry() {
        TestKeycloak empty = TestKeycloak.on(keycloak.database());
        TestLogKeys.provide(empty, key);

        String checkpoint = empty.ask(session -> new Checkpoints(session, session.realm()).sign());

        assertThat(CompactJws.parse(checkpoint).claims()).containsEntry("size", 0L);
        assertThat(new TestEntries(empty).all()).isEmpty();
    }

    @Test
    void neverSignsWithRealmsKeyOnceThereWasLogKey() {
        TestLogKeys.provide(keycloak, key);
        sign();
        TestLogKeys.withdraw(keycloak);
        entries.append(TestEntries.of(EntryType.LINK_MADE, "clara"));

        assertThatExceptionOfType(CheckpointRefusedException.class)
                .isThrownBy(this::sign)
                .withMessageContaining(key.kid())
                .withMessageContaining("log-key-file");
        assertThat(state()).isEqualTo(LedgerLogKeys.State.MISSING);
    }

    @Test
    void signsNothingWhereEntryAboutKeyCannotBeRead() {
        TestLogKeys.provide(keycloak, key);
        sign();
        entries.tamper("update MAGENTO_LEDGER set ENTRY = replace(ENTRY, '\"key\"', '\"yek\"') where SEQ = 3"
                + " and REALM_ID = :realmId");

        assertThatExceptionOfType(CheckpointRefusedException.class).isThrownBy(this::sign);
        assertThat(state()).isEqualTo(LedgerLogKeys.State.UNREADABLE);
        assertFault(ChainFault.ENTRY_CHANGED);
    }

    @Nested
    class Rotation {
        private final LogKey next = LogKey.generate();

        @Test
        void recordsHandoverAndSignsWithNewKey() {
            TestLogKeys.provide(keycloak, key);
            sign();
            TestLogKeys.provide(keycloak, next, key);

            assertThat(CompactJws.parse(sign()).isBy(next.publicKey(), Checkpoints.TYPE))
                    .isTrue();

            assertThat(changes()).last().satisfies(change -> {
                assertThat(change.key()).isEqualTo(next.publicKey());
                assertThat(change.previous()).isEqualTo(key.publicKey());
                assertThat(CompactJws.parse(String.valueOf(change.handover()))
                                .isBy(key.publicKey(), LogKeyChange.HANDOVER_TYPE))
                        .isTrue();
            });
            assertWhole(2);
            assertThat(published()).containsExactly(next.kid(), key.kid());
        }

        @Test
        void recordsKeyThatReplacesLostOne() {
            TestLogKeys.provide(keycloak, key);
            sign();
            replaceLost(next, key);
            sign();

            assertThat(changes()).last().extracting(LogKeyChange::handover).isNull();
            assertWhole(2);
        }

        /** As a node does that was not given the new key. */
        @Test
        void refusesReplacedKey() {
            TestLogKeys.provide(keycloak, key);
            sign();
            replaceLost(next, key);
            sign();
            TestLogKeys.provide(keycloak, key);
            entries.append(TestEntries.of(EntryType.LINK_MADE, "clara"));

            assertThatExceptionOfType(CheckpointRefusedException.class)
                    .isThrownBy(LogKeyTest.this::sign)
                    .withMessageContaining(key.kid())
                    .withMessageContaining(next.kid());
            assertThat(state()).isEqualTo(LedgerLogKeys.State.REPLACED);
            assertFault(ChainFault.FOREIGN_KEY);

            TestLogKeys.provide(keycloak, next);
            assertWhole(2);
        }

        /** As where each node made a key of its own. */
        @Test
        void refusesKeyThatLedgerKnowsNothingOf() {
            TestLogKeys.provide(keycloak, key);
            sign();
            TestLogKeys.provide(keycloak, next);
            entries.append(TestEntries.of(EntryType.LINK_MADE, "clara"));

            assertThatExceptionOfType(CheckpointRefusedException.class)
                    .isThrownBy(LogKeyTest.this::sign)
                    .withMessageContaining(key.kid())
                    .withMessageContaining(next.kid());
            assertThat(state()).isEqualTo(LedgerLogKeys.State.OTHER);
            assertThat(changes()).hasSize(1);

            TestLogKeys.provide(keycloak, key);
            sign();
            assertWhole(2);
        }

        @Test
        void expectsOldKeyUntilNewOneSigns() {
            TestLogKeys.provide(keycloak, key);
            sign();
            TestLogKeys.provide(keycloak, next, key);

            assertThat(state()).isEqualTo(LedgerLogKeys.State.READY);
            assertWhole(1);
        }

        private List<String> published() {
            String set = keycloak.ask(session -> new LedgerLogKeys(session, session.realm()).set());
            return ((List<?>) StrictJson.object(set).getOrDefault("keys", List.of()))
                    .stream()
                            .map(jwk -> String.valueOf(((Map<?, ?>) jwk).get("kid")))
                            .toList();
        }
    }

    @Nested
    class WholeDatabaseInOtherHands {
        private final LogKey attackers = LogKey.generate();

        @Test
        void findsCheckpointsSignedAnewWithRealmsKey() {
            signedOnce();

            rewrite(null, this::byRealm);

            assertFault(ChainFault.REALM_KEY);
        }

        @Test
        void findsCheckpointsSignedAnewWithLogKeyOfTheirOwn() {
            signedOnce();

            rewrite(attackers, (claims, head) -> attackers.sign(Checkpoints.TYPE, claims));

            assertFault(ChainFault.UNVOUCHED);
            assertThat(state()).isEqualTo(LedgerLogKeys.State.OTHER);
            TestLogKeys.provide(keycloak, key);
            assertThatExceptionOfType(CheckpointRefusedException.class).isThrownBy(LogKeyTest.this::sign);
        }

        @Test
        void findsLogKeyExchangedAfterwards() {
            signedOnce();
            replaceLost(attackers, key);
            sign();
            TestLogKeys.provide(keycloak, key);

            assertFault(ChainFault.FOREIGN_KEY);
        }

        @Test
        void findsForgedCheckpointOfLogKey() {
            signedOnce();
            String genuine = token();
            String[] parts = genuine.split("\\.");
            String forged =
                    parts[0] + "." + parts[1] + "." + (parts[2].startsWith("A") ? "B" : "A") + parts[2].substring(1);
            entries.tamper("update MAGENTO_LEDGER_CHECKPOINT set TOKEN = '" + forged + "' where REALM_ID = :realmId");

            assertThat(entries.verify().forgedCheckpoints()).isEqualTo(1);
            assertThat(entries.verify().isWhole()).isFalse();
        }

        @Test
        void findsCheckpointsDeleted() {
            signedOnce();
            entries.tamper("delete from MAGENTO_LEDGER_CHECKPOINT where REALM_ID = :realmId");

            assertFault(ChainFault.UNVOUCHED);
        }

        /** Else the server itself would vouch for the rewritten history. */
        @Test
        void signsNothingThatWasRewrittenWhileServerRuns() {
            signedOnce();

            rewrite(null, this::byRealm);
            entries.tamper("delete from MAGENTO_LEDGER_CHECKPOINT where REALM_ID = :realmId");

            assertThatExceptionOfType(CheckpointRefusedException.class)
                    .isThrownBy(LogKeyTest.this::sign)
                    .withMessageContaining("Entry 3 ");
        }

        @Test
        void signsNothingThatDisagreesWithKeptCheckpointAfterRestart() {
            signedOnce();
            String checkpoint = token();
            rewrite(null, (claims, head) -> checkpoint);
            entries.tamper("update MAGENTO_LEDGER_CHECKPOINT set HEAD = '"
                    + CompactJws.parse(checkpoint).claims().get("head") + "', PUBLIC_KEY = '"
                    + CanonicalJson.of(key.publicKey().jwk()) + "' where REALM_ID = :realmId");
            TestLogKeys.provide(keycloak, key);

            assertThatExceptionOfType(CheckpointRefusedException.class).isThrownBy(LogKeyTest.this::sign);
            assertFault(ChainFault.REWRITTEN);
        }

        private void signedOnce() {
            TestLogKeys.provide(keycloak, key);
            sign();
            assertWhole(1);
        }

        private String byRealm(Map<String, Object> claims, String head) {
            return keycloak.ask(session -> new JWSBuilder()
                    .type(Checkpoints.TYPE)
                    .jsonContent(claims)
                    .sign(new CheckpointKeys(session, session.realm()).signer(realmsKey)));
        }
    }

    /**
     * Another account in entry 1, hashes and head that agree, each checkpoint signed anew.
     *
     * @param named the log key that the ledger then names in place of its own; null for no other
     */
    private void rewrite(@Nullable LogKey named, BiFunction<Map<String, Object>, String, String> signer) {
        String previous = EntryHash.GENESIS;
        for (StoredEntry stored : entries.all()) {
            Map<String, Object> entry = new TreeMap<>(stored.record().entry());
            entry.put("previous", previous);
            if (stored.seq() == 1) {
                entry.put("client", "another");
            }
            if (named != null && LogKeyChange.TYPE.equals(entry.get("type"))) {
                entry.put("details", new LogKeyChange(named.publicKey(), null, null).details());
            }
            String text = CanonicalJson.of(entry);
            previous = EntryHash.of(text);
            entries.tamper("update MAGENTO_LEDGER set ENTRY = '" + text + "', HASH = '" + previous + "' where SEQ = "
                    + stored.seq() + " and REALM_ID = :realmId");
        }
        entries.tamper("update MAGENTO_LEDGER_HEAD set HASH = '" + previous + "' where REALM_ID = :realmId");
        Map<String, Object> claims =
                new LinkedHashMap<>(CompactJws.parse(token()).claims());
        claims.put("head", previous);
        entries.tamper("update MAGENTO_LEDGER_CHECKPOINT set HEAD = '" + previous + "', PUBLIC_KEY = "
                + (named == null
                        ? "null"
                        : "'" + CanonicalJson.of(named.publicKey().jwk()) + "'") + ", TOKEN = '"
                + signer.apply(claims, previous) + "' where REALM_ID = :realmId");
    }

    private void replaceLost(LogKey by, LogKey lost) {
        TestLogKeys.provide(keycloak, Map.of("log-key-file", TestKeyFiles.of(by), "log-key-lost", lost.kid()));
    }

    private String token() {
        return keycloak.ask(
                session -> new Checkpoints(session, session.realm()).kept(1).get(0).token);
    }

    private String sign() {
        return keycloak.ask(session -> new Checkpoints(session, session.realm()).sign());
    }

    private LedgerLogKeys.State state() {
        return keycloak.ask(session -> new LedgerLogKeys(session, session.realm()).state());
    }

    private List<LogKeyChange> changes() {
        return entries.all().stream()
                .flatMap(entry -> LogKeyChange.of(entry.record().entry()).stream())
                .toList();
    }

    private void assertWhole(int checkpoints) {
        LedgerVerification.Findings findings = entries.verify();
        assertThat(findings.isWhole()).as(findings.toString()).isTrue();
        assertThat(findings.chain())
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.checkpoints()).isEqualTo(checkpoints));
    }

    private void assertFault(ChainFault fault) {
        LedgerVerification.Findings findings = entries.verify();
        assertThat(findings.isWhole()).isFalse();
        assertThat(findings.chain())
                .isInstanceOfSatisfying(
                        ChainResult.Broken.class,
                        broken ->
                                assertThat(broken.fault()).as(broken.sentence()).isEqualTo(fault));
    }
}
