package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Auditors;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AuditAccountsPage;
import cloud.magento.accounts.broker.support.pages.AuditEntriesPage;
import cloud.magento.accounts.broker.support.pages.AuditPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an auditor does: sees how far the realm is, finds who is not connected, takes the evidence away and verifies it.
 */
class AuditStoryIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path folder;

    private Auditors auditors;

    @BeforeEach
    void aRealmWithAnAuditor() {
        auditors = Auditors.alone(stage);
    }

    @AfterEach
    void removeIt() {
        auditors.remove();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsUnlinkedAccountsAndVerifiesExportedLedgerOffline(boolean withScripts) throws Exception {
        // given
        Person ada = stage.person("Ada");
        Account linked = auditors.linked("Ada", ada);
        Account open = auditors.unlinked("Olga");
        Account another = auditors.unlinked("Otto");
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(withScripts));

        // when: how far is it?
        AuditPage page = auditors.signIn(visitor);

        // then
        assertThat(page.summary()).isEqualTo("2 of 4 accounts are connected: 50%.");
        assertThat(page.accounts("overdue")).isEqualTo("2");

        // when: who is not connected?
        AuditAccountsPage overdue = page.list("overdue");

        // then
        assertThat(overdue.state()).isEqualTo("overdue");
        assertThat(overdue.accounts())
                .hasSize(2)
                .anySatisfy(row -> assertThat(row).contains(open.username()))
                .anySatisfy(row -> assertThat(row).contains(another.username()))
                .allSatisfy(row -> assertThat(row).contains("Not connected, overdue"));
        assertThat(overdue.export("csv"))
                .startsWith("\"userId\",\"username\",\"email\",")
                .hasLineCount(3)
                .contains(open.id(), open.email(), another.id())
                .doesNotContain(linked.id());
        assertThat(overdue.export("ndjson")).hasLineCount(2).contains("\"username\":\"" + open.username() + "\"");

        // when: the record, a checkpoint and the keys are taken away
        AuditPage again = visitor.open(auditors.page(), AuditPage::new);
        Path checkpoint = Files.writeString(folder.resolve("magento-checkpoint.jws"), again.downloadCheckpoint());
        Path record = Files.writeString(folder.resolve("magento-ledger.ndjson"), again.downloadRecord());
        Path keys = Files.writeString(folder.resolve("magento-keys.json"), again.downloadKeys());
        Ran ran = new ShippedCommand(folder).run(null, "verify", record, "--checkpoint", checkpoint, "--key", keys);

        // then
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();

        // when: the server checks it too
        AuditPage verified = visitor.open(auditors.page(), AuditPage::new).verify();
        assertThat(ran.out()).startsWith("Whole: " + verified.size() + " entries");

        // then
        assertThat(verified.findings()).contains("The record is whole. Entries checked: " + verified.size());
        assertThat(verified.checkpoint()).contains("over " + verified.size() + " entries");

        // when: who is this account linked to, since when, by what proof?
        AuditEntriesPage history =
                visitor.open(auditors.url("/entries"), AuditEntriesPage::new).ofAccount(linked.email());

        // then
        assertThat(history.subject()).contains(linked.username());
        assertThat(history.entries())
                .singleElement()
                .asString()
                .contains("Connected", ada.subject(), ada.preferredUsername(), "An administrator’s word", "admin");
    }

    @Test
    void showsCoverageThatMatchesItsLists() {
        // given
        Account disabled = auditors.unlinked("Dora");
        auditors.admin().change(disabled, Map.of("enabled", false));
        Account exempt = auditors.unlinked("Eva");
        auditors.exempt(exempt, "Ticket 4711");
        auditors.unlinked("Olga");
        Account due = auditors.unlinked("Dirk");
        auditors.giveTime(due, "later");

        // when
        AuditPage page = auditors.signIn(stage.visitor());

        // then
        assertThat(page.summary()).isEqualTo("1 of 4 accounts are connected: 25%.");
        assertThat(page.deadline()).isEqualTo("The deadline was 1 April 2020. It has passed.");
        assertThat(List.of("linked", "exempt", "due", "overdue", "total", "disabled"))
                .extracting(page::accounts)
                .containsExactly("1", "1", "1", "1", "4", "1");
        assertThat(page.percent()).isEqualTo("25%");
        assertThat(page.bar()).containsExactly("linked 250", "exempt 250", "due 250", "overdue 250");
        assertThat(page.rows("cohorts"))
                .containsExactly(
                        List.of("/later", "1 January 2999", "0", "0", "1", "0", "1", "0%"),
                        List.of("In no cohort", "1 April 2020", "1", "1", "0", "1", "3", "33.3%"));
        assertThat(page.rows("history")).first().asString().contains("4, 1, 25%");
        assertThat(page.charts()).isEqualTo(1);
        assertThat(page.list("exempt").accounts())
                .singleElement()
                .asString()
                .contains(exempt.username(), "Until 1 January 2999");
        AuditAccountsPage found = visitAccounts(page);
        assertThat(found.inCohort("/later").accounts())
                .singleElement()
                .asString()
                .contains(due.username());
        assertThat(found.search(exempt.email()).accounts()).isEmpty();
    }

    @Test
    void pagesThroughAccountsAndEntries() {
        // given
        for (int i = 0; i < 60; i++) {
            Account account = auditors.unlinked("Many");
            if (i < 30) {
                auditors.exempt(account, "Ticket " + i);
                auditors.exempt(account, "Ticket " + i + " again");
            }
        }
        AuditPage page = auditors.signIn(stage.visitor());

        // when
        AuditAccountsPage first = visitAccounts(page);
        List<String> firstRows = first.accounts();
        AuditAccountsPage second = first.next();
        List<String> secondRows = second.accounts();

        // then
        assertThat(firstRows).hasSize(50);
        assertThat(secondRows).hasSize(11).doesNotContainAnyElementsOf(firstRows);
        assertThat(second.hasNext()).isFalse();
        assertThat(second.first().accounts()).isEqualTo(firstRows);

        // when
        page.page().navigate(auditors.url("/entries?type=exemption-granted").toString());
        AuditEntriesPage newest = new AuditEntriesPage(page.page());
        List<String> newestRows = newest.entries();
        AuditEntriesPage older = newest.older();

        // then
        assertThat(newestRows).hasSize(50).first().asString().contains("Ticket 29 again");
        assertThat(older.entries()).hasSize(10).last().asString().contains("Ticket 0");
        assertThat(older.hasOlder()).isFalse();
    }

    @Test
    void showsFiveRowsOfEachListUntilAskedForAll() {
        // given
        Account account = auditors.unlinked("Many");
        for (int i = 0; i < 6; i++) {
            auditors.admin()
                    .join(account, auditors.admin().cohort("cohort-" + i, "2020-02-0" + (i + 1) + "T00:00:00Z"));
        }
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false));

        // when
        AuditPage page = auditors.signIn(visitor);

        // then
        assertThat(page.rowsInSight("entries")).isEqualTo(5);
        assertThat(page.rowsInSight("cohorts")).isEqualTo(5);

        // when
        page.toggleAllRows("cohorts");

        // then
        assertThat(page.rowsInSight("cohorts")).isEqualTo(7);
        page.toggleAllRows("cohorts");
        assertThat(page.rowsInSight("cohorts")).isEqualTo(5);
        assertThat(page.allEntries().entries()).hasSizeGreaterThan(5);
    }

    @Test
    void reportsLedgerTamperingAndStillShowsEntries() {
        // given
        String realmId = auditors.admin().get("").get("id").asText();
        AuditPage page = auditors.signIn(stage.visitor());
        int changed = stage.broker()
                .database()
                .update(
                        "update MAGENTO_LEDGER set ENTRY = replace(ENTRY, 'administrator', 'person')"
                                + " where REALM_ID = ? and TYPE = 'link-made'",
                        realmId);
        assertThat(changed).isEqualTo(1);
        page.downloadCheckpoint();
        stage.broker()
                .database()
                .update("update MAGENTO_LEDGER_CHECKPOINT set ENTRIES = ENTRIES - 1 where REALM_ID = ?", realmId);

        // when
        AuditPage verified = page.verify();

        // then
        assertThat(verified.findings())
                .contains(
                        "The record is not whole.",
                        "was changed after it was written",
                        "no longer has the hash it was written with",
                        "that this realm did not sign: 1");
        assertThat(verified.fault()).isEqualTo("entry-changed");
        assertThat(verified.rows("entries")).isNotEmpty();
    }

    private AuditAccountsPage visitAccounts(AuditPage page) {
        page.page().navigate(auditors.url("/accounts").toString());
        return new AuditAccountsPage(page.page());
    }
}
