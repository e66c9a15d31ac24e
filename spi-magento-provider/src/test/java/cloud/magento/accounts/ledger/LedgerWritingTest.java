package cloud.magento.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerWritingTest {
    private static final int WRITERS = 6;
    private static final int EACH = 5;

    private final TestKeycloak keycloak;
    private final TestEntries entries;

    LedgerWritingTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        entries = new TestEntries(keycloak);
    }

    @Test
    void appendsEntriesInTheirOrder() {
        entries.append(TestEntries.of(EntryType.LINK_MADE, "agnes"), TestEntries.of(EntryType.LINK_ENDED, "agnes"));

        assertThat(entries.all())
                .extracting(StoredEntry::seq, StoredEntry::type)
                .containsExactly(tuple(1L, "link-made"), tuple(2L, "link-ended"));
        assertThat(entries.verify().isWhole()).isTrue();
    }

    @Test
    void writesChainThatIsWholeWhereManyEntriesComeTogether() {
        int many = 300;
        keycloak.run(session -> {
            Ledger ledger = new Ledger(session, session.realm());
            for (int i = 0; i < many; i++) {
                ledger.append(EntryDraft.of(
                                EntryType.LINK_MADE,
                                new Actor(Actor.By.ADMINISTRATOR, "a-client", "10.0.0.1", "an-administrator", "master"))
                        .proof("adopted")
                        .account("account-" + i)
                        .identity(new UpstreamIdentity("https://issuer.example", "subject-" + i))
                        .name("N\u00e4me " + i));
            }
        });

        LedgerVerification.Findings findings =
                keycloak.ask(session -> new LedgerVerification(session, session.realm()).verify());

        assertThat(findings.chain())
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.entries()).isEqualTo(many));
    }

    @Test
    void writesChainWithoutGapOrForkWhoeverAppendsAtOnce() {
        CountDownLatch ready = new CountDownLatch(WRITERS);
        List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> CompletableFuture.runAsync(
                        () -> {
                            ready.countDown();
                            await(ready);
                            for (int i = 0; i < EACH; i++) {
                                entries.append(TestEntries.of(EntryType.REFUSED, "account-" + writer));
                            }
                        },
                        command -> new Thread(command).start()))
                .toList();
        writers.forEach(CompletableFuture::join);

        assertThat(entries.all())
                .extracting(StoredEntry::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, WRITERS * EACH).boxed().toList());
        assertThat(entries.verify().chain())
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.entries()).isEqualTo(WRITERS * EACH));
    }

    @Test
    void writesNothingOfTransactionThatIsRolledBack() {
        entries.append(TestEntries.of(EntryType.LINK_MADE, "agnes"));

        try (TestSession session = keycloak.begin()) {
            new Ledger(session, session.realm()).append(TestEntries.of(EntryType.LINK_ENDED, "agnes"));
            session.getTransactionManager().setRollbackOnly();
        }
        entries.append(TestEntries.of(EntryType.LINK_MADE, "boris"));

        assertThat(entries.all()).extracting(StoredEntry::type).containsExactly("link-made", "link-made");
        assertThat(entries.verify().isWhole()).isTrue();
    }

    @Test
    void commitsNothingWhereEntryCannotBeWritten() {
        assertThatThrownBy(() -> keycloak.run(session -> {
                    session.groups().createGroup(session.realm(), "new");
                    new Ledger(session, session.realm()).append(TestEntries.of(EntryType.LINK_MADE, "a".repeat(300)));
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(entries.all()).isEmpty();
        assertThat(keycloak.<Long>ask(
                        session -> session.realm().getGroupsStream().count()))
                .isZero();
    }

    @Test
    void asksOnceWhetherEntryIsStillTrue() {
        AtomicInteger asked = new AtomicInteger();

        keycloak.run(session -> {
            Ledger ledger = new Ledger(session, session.realm());
            for (int i = 0; i < 2; i++) {
                ledger.appendIfStillTrue("the question", () -> {
                    asked.incrementAndGet();
                    return Optional.of(TestEntries.of(EntryType.POLICY_CHANGED, null));
                });
            }
            ledger.appendIfStillTrue("another question", Optional::empty);
        });

        assertThat(asked).hasValue(1);
        assertThat(entries.all()).hasSize(1);
    }

    @Test
    void keepsNothingPersonalInEntryItself() {
        entries.append(TestEntries.by("operator", EntryType.LINK_MADE, "agnes"));

        String line = entries.all().get(0).line();
        assertThat(line).contains("\"account\":{\"data\":{\"account\":\"agnes\"}");
        assertThat(line.substring(0, line.indexOf("\"hash\"")))
                .doesNotContain("agnes")
                .doesNotContain("operator")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void removesLedgerWithItsRealm() {
        entries.append(TestEntries.of(EntryType.LINK_MADE, "agnes"));

        keycloak.run(session -> {
            Ledger ledger = new Ledger(session, session.realm());
            ledger.removeUnlessReplaced();
            session.entities()
                    .createNativeQuery("delete from REALM where ID = :realmId")
                    .setParameter("realmId", keycloak.realmId())
                    .executeUpdate();
            session.entities().clear();
        });

        assertThat(entries.tamper("delete from MAGENTO_LEDGER where REALM_ID = :realmId"))
                .isZero();
        assertThat(entries.tamper("delete from MAGENTO_LEDGER_HEAD where REALM_ID = :realmId"))
                .isZero();
        assertThat(entries.tamper("delete from MAGENTO_LEDGER_PERSON where REALM_ID = :realmId"))
                .isZero();
    }

    @Test
    void goesOnWhereRealmIsThereAgainAtCommit() {
        entries.append(TestEntries.of(EntryType.LINK_MADE, "agnes"));

        keycloak.run(session -> {
            Ledger ledger = new Ledger(session, session.realm());
            ledger.removeUnlessReplaced();
            ledger.append(TestEntries.of(EntryType.POLICY_CHANGED, null));
        });

        assertThat(entries.all()).extracting(StoredEntry::type).containsExactly("link-made", "policy-changed");
        assertThat(entries.verify().isWhole()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
