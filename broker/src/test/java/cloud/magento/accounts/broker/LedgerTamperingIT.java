package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever has the database's password and changes the record is found out, with the place. */
class LedgerTamperingIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private static final List<String> TABLES = List.of(
            "FEDERATED_IDENTITY",
            "MAGENTO_LINK",
            "MAGENTO_LEDGER",
            "MAGENTO_LEDGER_PERSON",
            "MAGENTO_LEDGER_HEAD",
            "MAGENTO_LEDGER_CHECKPOINT");

    /** One of its own each: a server does not sign a ledger that was put back beneath it. */
    private final String realm = "tampered-" + UUID.randomUUID();

    private String realmId = "";

    @BeforeEach
    void aLedgerOfSomeEntries() {
        RealmAdmin admin = stage.broker().further(realm, stage.magento()).admin();
        realmId = admin.get("").get("id").asText();
        for (int i = 0; i < 3; i++) {
            link(admin);
        }
        JsonNode found = ledger().verify();
        assertThat(found.get("whole").asBoolean()).as(found.toString()).isTrue();
        TABLES.forEach(table -> database()
                .update(
                        "create table COPY_OF_" + table + " as select * from " + table + " where REALM_ID = ?",
                        realmId));
    }

    @AfterEach
    void asItWas() {
        TABLES.forEach(table -> {
            database().update("delete from " + table + " where REALM_ID = ?", realmId);
            database().update("insert into " + table + " select * from COPY_OF_" + table);
            database().update("drop table COPY_OF_" + table);
        });
        stage.broker().server().delete("/" + realm);
    }

    @Test
    void detectsTamperingWithEntry() {
        long seq = newest() - 1;
        change(
                "update MAGENTO_LEDGER set ENTRY = replace(ENTRY, 'administrator', 'person') where REALM_ID = ? and SEQ"
                        + " = ?",
                seq);

        assertBroken("entry-changed", seq);
    }

    @Test
    void detectsTamperingWithHash() {
        long seq = newest() - 1;
        change("update MAGENTO_LEDGER set HASH = '" + "a".repeat(64) + "' where REALM_ID = ? and SEQ = ?", seq);

        assertBroken("hash-changed", seq);
    }

    @Test
    void detectsTamperingWithSearchColumn() {
        long seq = newest() - 1;
        change("update MAGENTO_LEDGER set TYPE = 'refused' where REALM_ID = ? and SEQ = ?", seq);

        assertBroken("entry-changed", seq);
    }

    @Test
    void detectsDeletedEntry() {
        long seq = newest() - 1;
        change("delete from MAGENTO_LEDGER where REALM_ID = ? and SEQ = ?", seq);

        assertBroken("deleted", seq);
    }

    @Test
    void detectsReorderedEntries() {
        long seq = newest() - 1;
        change("update MAGENTO_LEDGER set SEQ = 1000000 where REALM_ID = ? and SEQ = ?", seq);
        change("update MAGENTO_LEDGER set SEQ = " + seq + " where REALM_ID = ? and SEQ = ?", seq + 1);
        change("update MAGENTO_LEDGER set SEQ = " + (seq + 1) + " where REALM_ID = ? and SEQ = ?", 1000000);

        assertThat(ledger().verify().get("firstBadEntry").asLong()).isEqualTo(seq);
    }

    @Test
    void detectsTruncatedEnd() {
        long seq = newest();
        change("delete from MAGENTO_LEDGER where REALM_ID = ? and SEQ = ?", seq);

        assertBroken("truncated", seq);
    }

    @Test
    void detectsTruncatedEndAndHeadByCheckpoint() {
        // given: the first checkpoint adds an entry of its own, about the log key
        ledger().checkpoint();
        link(stage.broker().further(realm, stage.magento()).admin());
        long seq = newest();
        ledger().checkpoint();

        // when
        change("delete from MAGENTO_LEDGER where REALM_ID = ? and SEQ = ?", seq);
        change("delete from MAGENTO_LEDGER_PERSON where REALM_ID = ? and SEQ = ?", seq);
        change(
                "update MAGENTO_LEDGER_HEAD set ENTRIES = ENTRIES - 1, HASH = (select HASH from MAGENTO_LEDGER"
                        + " where REALM_ID = MAGENTO_LEDGER_HEAD.REALM_ID and SEQ = MAGENTO_LEDGER_HEAD.ENTRIES - 1)"
                        + " where REALM_ID = ? and ENTRIES = ?",
                seq);

        // then
        assertBroken("truncated", seq);
    }

    @Test
    void detectsInsertedEntry() {
        long seq = newest();
        change(
                "insert into MAGENTO_LEDGER (REALM_ID, SEQ, CREATED_AT, TYPE, REASON, HASH, ENTRY)"
                        + " select REALM_ID, SEQ + 1, CREATED_AT, TYPE, REASON, HASH, ENTRY"
                        + " from MAGENTO_LEDGER where REALM_ID = ? and SEQ = ?",
                seq);

        assertBroken("extended", seq + 1);
    }

    @Test
    void detectsTamperingWithCheckpoint() {
        // given
        ledger().checkpoint();

        // when
        change(
                "update MAGENTO_LEDGER_CHECKPOINT set HEAD = '" + "b".repeat(64)
                        + "' where REALM_ID = ? and ENTRIES = ?",
                newest());

        // then
        JsonNode found = ledger().verify();
        assertThat(found.get("whole").asBoolean()).isFalse();
        assertThat(found.get("forgedCheckpoints").asInt()).isEqualTo(1);
    }

    @Test
    void detectsTamperingWithPerson() {
        long seq = newest() - 1;
        change(
                "update MAGENTO_LEDGER_PERSON set DATA = replace(DATA, '\"subject\":\"', '\"subject\":\"x')"
                        + " where PART = 'account' and REALM_ID = ? and SEQ = ?",
                seq);

        assertBroken("part-changed", seq);
    }

    @Test
    void detectsPersonRemovedWithoutErasure() {
        long seq = newest() - 1;
        change("delete from MAGENTO_LEDGER_PERSON where PART = 'account' and REALM_ID = ? and SEQ = ?", seq);

        JsonNode found = assertBroken("part-missing", seq);
        assertThat(found.get("linksWithoutEntry").asInt()).isEqualTo(1);
    }

    @Test
    void detectsLinkInsertedIntoRegistry() {
        // given
        Account account = stage.broker().further(realm, stage.magento()).admin().create(Account.called("Mallory"));

        // when
        change(
                "insert into MAGENTO_LINK (ID, REALM_ID, ALIAS, ISSUER, SUBJECT, IDENTITY_KEY, USER_ID, LINKED_AT,"
                        + " PROOF) select 'planted', REALM_ID, ALIAS, ISSUER, 'planted', 'planted', '" + account.id()
                        + "', LINKED_AT, PROOF from MAGENTO_LINK where REALM_ID = ? and LINKED_AT > ?"
                        + " order by LINKED_AT limit 1",
                0);

        // then
        JsonNode found = ledger().verify();
        assertThat(found.get("whole").asBoolean()).isFalse();
        assertThat(found.get("linksWithoutEntry").asInt()).isEqualTo(1);
        assertThat(found.get("linksOutOfStep").asInt()).isEqualTo(1);
    }

    @Test
    void detectsLinkInsertedIntoKeycloakTable() {
        // given
        Account account = stage.broker().further(realm, stage.magento()).admin().create(Account.called("Mallory"));

        // when: in the table by which Keycloak signs people in
        change(
                "insert into FEDERATED_IDENTITY (IDENTITY_PROVIDER, REALM_ID, USER_ID, FEDERATED_USER_ID)"
                        + " select ALIAS, REALM_ID, '" + account.id()
                        + "', 'planted' from MAGENTO_LINK where REALM_ID = ? and LINKED_AT > ? order by LINKED_AT limit"
                        + " 1",
                0);

        // then
        assertOutOfStep(1, 0);
    }

    @Test
    void detectsTamperingWithIdentityOfLink() {
        // when: in Keycloak's table alone
        change(
                "update FEDERATED_IDENTITY set FEDERATED_USER_ID = concat('x', FEDERATED_USER_ID) where REALM_ID = ?"
                        + " and USER_ID in (select USER_ID from MAGENTO_LINK where LINKED_AT > ?)",
                0);
        int links = ledger().verify().get("linksOutOfStep").asInt() / 2;

        // then: each differs from either side
        assertThat(links).isPositive();
        assertOutOfStep(2 * links, 0);

        // when: in both tables
        change("update MAGENTO_LINK set SUBJECT = concat('x', SUBJECT) where REALM_ID = ? and LINKED_AT > ?", 0);

        // then: the entries tell of another
        assertOutOfStep(0, links);
    }

    private void link(RealmAdmin admin) {
        Account account = admin.create(Account.called("Lee"));
        Person person = stage.person("Lee");
        admin.link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
    }

    private void assertOutOfStep(int outOfStep, int withoutEntry) {
        JsonNode found = ledger().verify();
        assertThat(found.get("whole").asBoolean()).isFalse();
        assertThat(found.get("linksOutOfStep").asInt()).isEqualTo(outOfStep);
        assertThat(found.get("linksWithoutEntry").asInt()).isEqualTo(withoutEntry);
    }

    private JsonNode assertBroken(String fault, long seq) {
        JsonNode found = ledger().verify();
        assertThat(found.get("whole").asBoolean()).isFalse();
        assertThat(found.path("fault").asText()).as(found.toString()).isEqualTo(fault);
        assertThat(found.get("firstBadEntry").asLong()).isEqualTo(seq);
        assertThat(found.get("detail").asText()).isNotBlank();
        return found;
    }

    private void change(String sql, long seq) {
        assertThat(database().update(sql, realmId, seq)).isPositive();
    }

    private Database database() {
        return stage.broker().database();
    }

    private long newest() {
        return ledger().verify().get("entries").asLong();
    }

    private Ledger ledger() {
        return new Ledger(stage.broker(), realm);
    }
}
