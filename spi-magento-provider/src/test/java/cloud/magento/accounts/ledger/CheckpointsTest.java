package cloud.magento.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.ledger.chain.ChainFault;
import cloud.magento.accounts.ledger.chain.ChainResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.RS256SignatureProviderFactory;
import org.keycloak.crypto.SignatureProvider;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class CheckpointsTest {
    private final TestKeycloak keycloak;
    private final TestEntries entries;
    private final KeyWrapper key;

    CheckpointsTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        keycloak.provide(SignatureProvider.class, new RS256SignatureProviderFactory());
        key = keycloak.keys().rotate();
        entries = new TestEntries(keycloak);
        entries.append(TestEntries.of(EntryType.LINK_MADE, "agnes"), TestEntries.of(EntryType.LINK_MADE, "boris"));
    }

    @Test
    void keepsCheckpointOfSizeOnce() {
        sign();
        sign();
        assertThat(kept()).containsExactly(2L);

        entries.append(TestEntries.of(EntryType.LINK_MADE, "clara"));
        sign();
        assertThat(kept()).containsExactly(3L, 2L);
        assertThat(entries.verify().isWhole()).isTrue();
    }

    @Test
    void keepsNoneOfEmptyLedger() {
        TestKeycloak empty = TestKeycloak.on(keycloak.database());
        empty.provide(SignatureProvider.class, new RS256SignatureProviderFactory());
        empty.keys().rotate();

        assertThat(empty.<String>ask(session -> new Checkpoints(session, session.realm()).sign()))
                .isNotEmpty();
        assertThat(empty.<Boolean>ask(session ->
                        new Checkpoints(session, session.realm()).newest().isPresent()))
                .isFalse();
    }

    @Test
    void signsWhereEntryThatNoneCoversIsTooOld() {
        signIfDue();
        assertThat(kept()).as("the entries are young").isEmpty();

        anHourPasses();
        signIfDue();
        assertThat(kept()).containsExactly(2L);

        entries.append(TestEntries.of(EntryType.LINK_MADE, "clara"));
        signIfDue();
        assertThat(kept()).as("what is not covered is young").containsExactly(2L);

        anHourPasses();
        signIfDue();
        signIfDue();
        assertThat(kept()).containsExactly(3L, 2L);

        anHourPasses();
        signIfDue();
        assertThat(kept()).as("nothing was written since").containsExactly(3L, 2L);
    }

    @Test
    void signsAfterManyEntriesThoughNewestIsYoung() {
        TestLogKeys.provide(keycloak, Map.of("checkpoint-entries", "2"));
        sign();
        entries.append(TestEntries.of(EntryType.LINK_MADE, "clara"));
        signIfDue();
        assertThat(kept()).as("one is few").containsExactly(2L);

        entries.append(TestEntries.of(EntryType.LINK_MADE, "doris"));
        signIfDue();
        assertThat(kept()).containsExactly(4L, 2L);
    }

    @Test
    void showsThatHistoryBeforeItWasMadeAnew() {
        sign();
        entries.tamper("delete from MAGENTO_LEDGER where REALM_ID = :realmId");
        entries.tamper("delete from MAGENTO_LEDGER_PERSON where REALM_ID = :realmId");
        entries.tamper("delete from MAGENTO_LEDGER_HEAD where REALM_ID = :realmId");
        entries.append(TestEntries.of(EntryType.LINK_MADE, "agnes"), TestEntries.of(EntryType.LINK_MADE, "clara"));

        assertThat(entries.verify().chain())
                .isInstanceOfSatisfying(
                        ChainResult.Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo(ChainFault.REWRITTEN));
    }

    @Test
    void takesColumnsThatSayOtherThanSignatureForForged() {
        sign();
        entries.tamper("update MAGENTO_LEDGER_CHECKPOINT set ENTRIES = 1 where REALM_ID = :realmId");

        assertThat(entries.verify().forgedCheckpoints()).isEqualTo(1);
        assertThat(entries.verify().isWhole()).isFalse();
    }

    @Test
    void trustsCheckpointOfPassiveKey() {
        sign();
        keycloak.keys().rotate();

        assertThat(entries.verify().isWhole()).isTrue();
        assertThat(entries.verify().retiredKeyCheckpoints()).isZero();
    }

    @Test
    void tellsCheckpointOfKeyThatIsDisabledOrDeleted() {
        sign();
        keycloak.keys().rotate();
        keycloak.keys().disable(key);
        assertThat(entries.verify().retiredKeyCheckpoints()).isEqualTo(1);

        keycloak.keys().delete(key);
        assertThat(entries.verify().retiredKeyCheckpoints()).as("it was kept").isEqualTo(1);
        assertThat(entries.verify().isWhole()).isTrue();
    }

    @Test
    void tellsCheckpointOfKeyThatNobodyHas() {
        sign();
        keycloak.keys().rotate();
        keycloak.keys().delete(key);
        entries.tamper("update MAGENTO_LEDGER_CHECKPOINT set PUBLIC_KEY = null where REALM_ID = :realmId");

        assertThat(entries.verify().unknownKeyCheckpoints()).isEqualTo(1);
        assertThat(entries.verify().isWhole()).isTrue();
    }

    @Test
    void keepsKeysOfCheckpointsThatHaveNone() {
        sign();
        entries.tamper("update MAGENTO_LEDGER_CHECKPOINT set PUBLIC_KEY = null where REALM_ID = :realmId");

        keycloak.run(session -> new Checkpoints(session, session.realm()).keepKeys());
        keycloak.keys().rotate();
        keycloak.keys().delete(key);

        assertThat(entries.verify().retiredKeyCheckpoints()).isEqualTo(1);
        assertThat(keycloak.<String>ask(session -> new Checkpoints(session, session.realm()).publicKeys()))
                .contains(key.getKid());
    }

    private void signIfDue() {
        keycloak.run(session -> new Checkpoints(session, session.realm()).signIfDue());
    }

    private void anHourPasses() {
        entries.tamper("update MAGENTO_LEDGER set CREATED_AT = CREATED_AT - "
                + Duration.ofHours(1).toMillis() + " where REALM_ID = :realmId");
    }

    private void sign() {
        keycloak.run(session -> new Checkpoints(session, session.realm()).sign());
    }

    private List<Long> kept() {
        return keycloak.ask(session -> new Checkpoints(session, session.realm())
                .kept(10).stream().map(checkpoint -> checkpoint.entries).toList());
    }
}
