package cloud.magento.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.ledger.chain.ChainFault;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.FederatedIdentityModel;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerVerificationTest {
    private static final String ODD_SUBJECT = "a\\b\"c'%_d";

    private final TestKeycloak keycloak;
    private final TestEntries entries;

    LedgerVerificationTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        entries = new TestEntries(keycloak);
    }

    @Nested
    class Tampering {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                ENTRY_CHANGED | 2 | update MAGENTO_LEDGER set ENTRY = replace(ENTRY, 'system', 'person') where SEQ = 2
                HASH_CHANGED  | 2 | update MAGENTO_LEDGER set HASH = concat('x', substr(HASH, 2)) where SEQ = 2
                ENTRY_CHANGED | 2 | update MAGENTO_LEDGER set TYPE = 'link-ended' where SEQ = 2
                ENTRY_CHANGED | 2 | update MAGENTO_LEDGER set CREATED_AT = CREATED_AT - 1 where SEQ = 2
                ENTRY_CHANGED | 2 | update MAGENTO_LEDGER set REASON = 'linked' where SEQ = 2
                ENTRY_CHANGED | 2 | update MAGENTO_LEDGER set REFERENCE = 'M-2222-2222' where SEQ = 2
                DELETED       | 2 | delete from MAGENTO_LEDGER where SEQ = 2
                TRUNCATED     | 3 | delete from MAGENTO_LEDGER where SEQ = 3
                BEGINNING_MISSING | 1 | delete from MAGENTO_LEDGER where SEQ = 1
                PART_CHANGED  | 2 | update MAGENTO_LEDGER_PERSON set DATA = replace(DATA, 'agnes', 'b') where SEQ = 2
                PART_MISSING  | 2 | delete from MAGENTO_LEDGER_PERSON where SEQ = 2
                """)
        void findsFirstBadEntry(ChainFault fault, long seq, String change) {
            threeEntries();
            assertThat(entries.verify().isWhole()).isTrue();

            assertThat(entries.tamper(change + " and REALM_ID = :realmId")).isEqualTo(1);

            LedgerVerification.Findings findings = entries.verify();
            assertThat(findings.isWhole()).isFalse();
            assertThat(findings.chain()).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> {
                assertThat(broken.fault()).isEqualTo(fault);
                assertThat(broken.seq()).isEqualTo(seq);
            });
        }

        @Test
        void findsEntryAfterTheLastThatWasWritten() {
            threeEntries();
            assertThat(entries.tamper("update MAGENTO_LEDGER_HEAD set ENTRIES = 2, HASH = (select l.HASH from"
                            + " MAGENTO_LEDGER l where l.SEQ = 2 and l.REALM_ID = :realmId) where REALM_ID = :realmId"))
                    .isEqualTo(1);

            assertThat(entries.verify().chain()).isInstanceOfSatisfying(ChainResult.Broken.class, broken -> {
                assertThat(broken.fault()).isEqualTo(ChainFault.EXTENDED);
                assertThat(broken.seq()).isEqualTo(3);
            });
        }

        @Test
        void findsEntryOfAnotherRealm() {
            threeEntries();
            TestKeycloak elsewhere = TestKeycloak.on(keycloak.database());
            entries.tamper(
                    "update MAGENTO_LEDGER set REALM_ID = '" + elsewhere.realmId() + "' where REALM_ID = :realmId");
            entries.tamper("update MAGENTO_LEDGER_HEAD set REALM_ID = '" + elsewhere.realmId()
                    + "' where REALM_ID = :realmId");

            assertThat(new TestEntries(elsewhere).verify().chain())
                    .isInstanceOfSatisfying(
                            ChainResult.Broken.class,
                            broken -> assertThat(broken.fault()).isEqualTo(ChainFault.OTHER_REALM));
        }

        private void threeEntries() {
            entries.append(
                    TestEntries.of(EntryType.LINK_MADE, "agnes"),
                    TestEntries.of(EntryType.REFUSED, "agnes")
                            .reason("link-required")
                            .reference("M-7F3K-Q2XD"),
                    TestEntries.of(EntryType.LINK_MADE, "agnes"));
        }
    }

    @Nested
    class Links {
        @Test
        void countsLinkThatNoEntryTellsOf() {
            registered("agnes", "one");

            assertThat(entries.verify().linksWithoutEntry()).isEqualTo(1);
            assertThat(entries.verify().isWhole()).isFalse();

            entries.append(made("agnes", "one"));
            assertThat(entries.verify().linksWithoutEntry()).isZero();
        }

        @Test
        void readsSubjectsThatJsonEscapes() {
            registered("agnes", ODD_SUBJECT);
            entries.append(made("agnes", ODD_SUBJECT));

            assertThat(entries.verify().linksWithoutEntry()).isZero();
        }

        @Test
        void countsLinkWhoseNewestEntryTellsOfAnother() {
            registered("agnes", "one");
            entries.append(made("agnes", "one"), made("agnes", "two"));

            assertThat(entries.verify().linksWithoutEntry()).isEqualTo(1);
        }

        @Test
        void countsLinkWhoseNewestEntryEndsIt() {
            registered("agnes", "one");
            entries.append(made("agnes", "one"), TestEntries.of(EntryType.LINK_ENDED, "agnes"));

            assertThat(entries.verify().linksWithoutEntry()).isEqualTo(1);
        }

        @Test
        void countsLinkThatOneTableAloneHas() {
            keycloak.withProvider();
            String agnes = account("agnes");
            assertThat(entries.verify().linksOutOfStep()).isZero();

            atKeycloak(agnes, "one");
            assertThat(entries.verify().linksOutOfStep()).isEqualTo(1);

            registered(agnes, "one");
            entries.append(made(agnes, "one"));
            assertThat(entries.verify().linksOutOfStep()).isZero();
            assertThat(entries.verify().isWhole()).isTrue();

            registered("boris", "two");
            assertThat(entries.verify().linksOutOfStep()).isEqualTo(1);
        }

        @Test
        void countsLinkThatTablesHaveOfDifferentSubjects() {
            keycloak.withProvider();
            String agnes = account("agnes");
            atKeycloak(agnes, "one");
            registered(agnes, "two");

            assertThat(entries.verify().linksOutOfStep()).isEqualTo(2);
        }

        @Test
        void passesOverDirectorysAccountsAndOtherProviders() {
            keycloak.withProvider();
            registered("f:directory:agnes", "one");
            keycloak.run(session -> session.users()
                    .addFederatedIdentity(
                            session.realm(),
                            session.users().addUser(session.realm(), null, "clara", false, false),
                            new FederatedIdentityModel("another", "three", "name")));

            assertThat(entries.verify().linksOutOfStep()).isZero();
        }

        private EntryDraft made(String account, String subject) {
            return TestEntries.of(EntryType.LINK_MADE, account)
                    .identity(new UpstreamIdentity("https://issuer.example", subject));
        }

        private String account(String username) {
            return keycloak.ask(session -> session.users()
                    .addUser(session.realm(), null, username, false, false)
                    .getId());
        }

        private void atKeycloak(String userId, String subject) {
            keycloak.run(session -> session.users()
                    .addFederatedIdentity(
                            session.realm(),
                            session.users().getUserById(session.realm(), userId),
                            new FederatedIdentityModel("magento", subject, "name")));
        }

        private void registered(String userId, String subject) {
            keycloak.run(session -> session.entities()
                    .createNativeQuery("insert into MAGENTO_LINK (ID, REALM_ID, ALIAS, ISSUER, SUBJECT, IDENTITY_KEY,"
                            + " USER_ID, LINKED_AT, PROOF) values (:id, :realmId, 'magento', 'https://issuer.example',"
                            + " :subject, :id, :userId, 0, 'password')")
                    .setParameter("id", UUID.randomUUID().toString())
                    .setParameter("realmId", keycloak.realmId())
                    .setParameter("subject", subject)
                    .setParameter("userId", userId)
                    .executeUpdate());
        }
    }
}
