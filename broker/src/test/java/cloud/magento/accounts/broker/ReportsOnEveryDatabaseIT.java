package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Database;
import cloud.magento.accounts.broker.support.DatabaseStage;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The auditor's numbers, lists, files and record on the databases that a broker in production has, which compare, fold,
 * escape, count and hand over rows each in its own way.
 */
class ReportsOnEveryDatabaseIT {
    private static final String LATER = "2999-01-01T00:00:00Z";

    /** What means something to one database or another, and what takes four bytes to write. */
    private static final String ODD_NAME = "100%_of\\it's \"!\" \u65e5\u672c \ud83d\ude42";

    /** More than are read at once. */
    private static final int MANY = 2100;

    @Nested
    class OnPostgreSql extends Reports {
        @RegisterExtension
        final DatabaseStage stage = DatabaseStage.onPostgreSql();

        @Override
        DatabaseStage stage() {
            return stage;
        }
    }

    @Nested
    class OnMariaDb extends Reports {
        @RegisterExtension
        final DatabaseStage stage = DatabaseStage.onMariaDb();

        @Override
        DatabaseStage stage() {
            return stage;
        }
    }

    /** One realm with an account of every kind, which no test changes. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Reports {
        private final String name = "reports-" + UUID.randomUUID();
        private final List<String> everybody = new ArrayList<>();
        private final List<String> overdue = new ArrayList<>();
        private Broker broker;
        private BrokerRealm realm;
        private RealmAdmin admin;
        private Audit audit;
        private Ledger ledger;
        private Person agnes;
        private Account auditor;
        private Account drifted;
        private Account unused;
        private Account due;
        private Account below;
        private Account disabled;

        abstract DatabaseStage stage();

        @BeforeAll
        void aRealmWithEverybodyInIt() {
            broker = stage().broker();
            realm = broker.further(name, stage().magento());
            admin = realm.admin();
            audit = Audit.of(broker, name);
            ledger = new Ledger(broker, name);
            agnes = Person.called("Agnes");
            auditor = linked(account("Agnes"), agnes);
            admin.grant(auditor, "view-magento-links");
            comeThroughMagento(agnes);
            Account sameEmail = account("Case");
            comeThroughMagento(personOf(sameEmail, sameEmail.email().toUpperCase(Locale.ROOT)));
            drifted = account("Drift");
            comeThroughMagento(personOf(drifted, drifted.email().replace("local", "l\u00f6cal")));
            unused = account("Unused");
            admin.link(unused, Broker.PROVIDER, "Subject-of-Unused", ODD_NAME);
            exempt(account("Exempt"));
            disabled = linked(account("Disabled"), Person.called("Disabled"));
            admin.change(disabled, Map.of("enabled", false));
            due = account("Due");
            String late = group("late", LATER);
            join(due, late);
            below = linked(account("Below"), Person.called("Below"));
            join(below, subgroup(late, "below"));
            Account early = account("Early");
            join(early, group("early", "2019-01-01"));
            overdue.add(early.username());
            for (String alike : List.of("Ze", "Z\u00e9", "Z\u00eb", "Zo", "Z\u00f6")) {
                overdue.add(account(alike).username());
            }
            Operator.with(broker, name, "view-users");
        }

        private static Map<String, String> exactly(String text) {
            return Map.of("search", text, "exact", "true");
        }

        @Test
        void matchesEveryCountToItsList() {
            // when
            JsonNode coverage = audit.coverage();

            // then
            assertCounts(coverage.get("accounts"), 13, 5, 1, 1, 6);
            assertThat(coverage.get("disabled").asInt()).isEqualTo(1);
            assertThat(coverage.get("cohorts"))
                    .extracting(cohort -> cohort.get("name").asText())
                    .containsExactly("/early", "/late");
            assertCounts(coverage.get("cohorts").get(0).get("accounts"), 1, 0, 0, 0, 1);
            assertCounts(coverage.get("cohorts").get(1).get("accounts"), 2, 1, 0, 1, 0);
            assertCounts(coverage.get("everybodyElse"), 10, 4, 1, 0, 5);
            assertThat(coverage.get("links").get("total").asInt()).isEqualTo(6);
            assertThat(coverage.get("links").get("neverUsed").asInt()).isEqualTo(3);
            assertThat(coverage.get("links").get("unused").asInt()).isZero();
            audit.assertListsAreAsLong(coverage);
        }

        @Test
        void endsHistoryTodayWithCurrentCounts() {
            // when
            JsonNode points = audit.get("coverage/history", Map.of("max", "7"))
                    .expecting(200)
                    .json()
                    .get("points");

            // then
            JsonNode last = points.get(points.size() - 1);
            assertThat(LocalDate.parse(last.get("day").asText())).isEqualTo(LocalDate.now(ZoneOffset.UTC));
            assertThat(last.get("accounts").asInt()).isEqualTo(13);
            assertThat(last.get("linked").asInt()).isEqualTo(5);
        }

        @Test
        void filtersAccountsByEveryCriterion() {
            // given
            String hourAgo = Instant.now().minus(Duration.ofHours(1)).toString();
            String inAnHour = Instant.now().plus(Duration.ofHours(1)).toString();
            String[] neverUsed = {unused.username(), disabled.username(), below.username()};

            // then: an address that differs by an accent is another one, one that differs by case is not
            assertThat(audit.usernames(Map.of("drift", "true")))
                    .containsExactlyInAnyOrder(auditor.username(), drifted.username());
            assertThat(audit.identities(Map.of("search", "case-")))
                    .singleElement()
                    .satisfies(
                            row -> assertThat(row.get("emailDrift").asBoolean()).isFalse());
            assertThat(audit.usernames(Map.of("neverUsed", "true"))).containsExactlyInAnyOrder(neverUsed);
            assertThat(audit.usernames(Map.of("neverUsed", "true", "state", "linked", "cohort", "none")))
                    .containsExactly(unused.username());
            assertThat(audit.usernames(Map.of("state", "overdue"))).containsExactlyInAnyOrderElementsOf(overdue);
            assertThat(audit.usernames(Map.of("state", "due"))).containsExactly(due.username());
            assertThat(audit.usernames(Map.of("state", "disabled"))).containsExactly(disabled.username());
            assertThat(audit.usernames(Map.of("state", "unlinked"))).hasSize(8).doesNotContain(neverUsed);
            assertThat(audit.usernames(Map.of("linkedFrom", hourAgo, "linkedTo", inAnHour)))
                    .hasSize(6);
            assertThat(audit.usernames(Map.of("linkedFrom", inAnHour))).isEmpty();
            assertThat(audit.usernames(Map.of("linkedTo", hourAgo))).isEmpty();
            assertThat(audit.usernames(Map.of("unusedSince", inAnHour))).hasSize(6);
            assertThat(audit.usernames(Map.of("unusedSince", hourAgo))).isEmpty();
        }

        @Test
        void escapesWildcardsAndSqlInjectionInSearch() {
            for (String text : List.of(
                    unused.username().toUpperCase(Locale.ROOT),
                    unused.email().toUpperCase(Locale.ROOT),
                    "UBJECT-of-u",
                    "100%_OF\\IT'S",
                    "%",
                    "_",
                    "\\",
                    "'",
                    "\"",
                    "!",
                    "\u65e5\u672c")) {
                assertThat(audit.usernames(Map.of("search", text))).as(text).containsExactly(unused.username());
            }
            for (String text : List.of("100_%of", "%%", "__", "\\\\", "' or 1=1 --", "\u65e5\u672d")) {
                assertThat(audit.usernames(Map.of("search", text))).as(text).isEmpty();
            }
        }

        @Test
        void findsAccountByExactIdentifier() {
            for (String text : List.of(
                    unused.username().toUpperCase(Locale.ROOT),
                    unused.email().toUpperCase(Locale.ROOT),
                    unused.id(),
                    "Subject-of-Unused")) {
                assertThat(audit.usernames(exactly(text))).as(text).containsExactly(unused.username());
            }
            for (String text : List.of(
                    "subject-of-unused",
                    "Subject-of-Unuse",
                    ODD_NAME,
                    "\ud83d\ude42",
                    unused.username().replace("unused", "\u00fcnused"))) {
                assertThat(audit.usernames(exactly(text))).as(text).isEmpty();
            }
        }

        @Test
        void findsTextWithFourByteCharacters() {
            assertThat(audit.usernames(Map.of("search", ODD_NAME))).containsExactly(unused.username());
            assertThat(audit.usernames(Map.of("search", "\ud83d\ude42"))).containsExactly(unused.username());
            assertThat(audit.usernames(Map.of("search", "\ud83d\ude41"))).isEmpty();
        }

        @Test
        void pagesEachAccountOnce() {
            // when
            List<String> seen = new ArrayList<>();
            Map<String, String> query = new HashMap<>(Map.of("max", "2"));
            JsonNode page = audit.get("identities", query).expecting(200).json();
            while (page.has("next")) {
                assertThat(Audit.rows(page)).hasSize(2);
                Audit.rows(page).forEach(row -> seen.add(row.get("username").asText()));
                query.put("after", page.get("next").asText());
                page = audit.get("identities", query).expecting(200).json();
            }
            Audit.rows(page).forEach(row -> seen.add(row.get("username").asText()));

            // then
            assertThat(seen).containsExactlyInAnyOrderElementsOf(everybody).isEqualTo(audit.usernames(Map.of()));
        }

        @Test
        void exportsSameRowsAsLists() {
            // when
            String csv = export(Map.of("format", "csv"));
            List<JsonNode> objects = objects(export(Map.of("format", "ndjson")));

            // then
            assertThat(objects).hasSize(everybody.size()).isEqualTo(audit.identities(Map.of()));
            assertThat(csv).hasLineCount(1 + everybody.size()).contains("\"" + ODD_NAME.replace("\"", "\"\"") + "\"");
            assertThat(objects)
                    .filteredOn(row -> row.get("userId").asText().equals(unused.id()))
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.get("upstreamName").asText()).isEqualTo(ODD_NAME);
                        assertThat(row.get("subject").asText()).isEqualTo("Subject-of-Unused");
                        assertThat(row.get("enabled").asBoolean()).isTrue();
                        assertThat(row.get("proof").asText()).isEqualTo("administrator");
                    });
            assertThat(objects(export(Map.of("format", "ndjson", "drift", "true"))))
                    .isEqualTo(audit.identities(Map.of("drift", "true")));
        }

        @Test
        void exportsThousandsOfAccountsOnceEach() {
            // given
            String id = admin.get("").get("id").asText();
            int added = broker.database()
                    .update(
                            "insert into USER_ENTITY (ID, USERNAME, REALM_ID, ENABLED, EMAIL_VERIFIED, NOT_BEFORE)"
                                    + " select concat('"
                                    + UUID.randomUUID().toString().substring(0, 8)
                                    + "-', n), concat('many-', n), ?, true, false, 0 from"
                                    + " (select row_number() over (order by a.ID, b.ID) as n"
                                    + " from KEYCLOAK_ROLE a cross join KEYCLOAK_ROLE b) numbers where n <= " + MANY,
                            id);

            try {
                // when
                List<JsonNode> objects = objects(export(Map.of("format", "ndjson")));

                // then
                assertThat(added).isEqualTo(MANY);
                assertThat(objects)
                        .hasSize(MANY + everybody.size())
                        .extracting(row -> row.get("username").asText())
                        .doesNotHaveDuplicates()
                        .containsAll(everybody);
                assertThat(export(Map.of("format", "csv"))).hasLineCount(1 + MANY + everybody.size());
            } finally {
                broker.database().update("delete from USER_ENTITY where REALM_ID = ? and USERNAME like 'many-%'", id);
            }
        }

        @Test
        void pagesExportsAndVerifiesLedger() {
            // given
            List<JsonNode> all = ledger.entries(Map.of("max", "1000"));
            String hourAgo = Instant.now().minus(Duration.ofHours(1)).toString();
            String inAnHour = Instant.now().plus(Duration.ofHours(1)).toString();

            // then
            assertThat(ledger.entries(Map.of("max", "2"))).isEqualTo(all);
            assertThat(objects(ledger.export())).isEqualTo(all);
            assertThat(ledger.entries(Map.of("type", "link-made", "max", "2"))).hasSizeGreaterThanOrEqualTo(6);
            assertThat(ledger.entries(Map.of("from", hourAgo, "to", inAnHour))).isEqualTo(all);
            assertThat(ledger.entries(Map.of("from", inAnHour))).isEmpty();
            assertThat(ledger.entries(Map.of("to", hourAgo))).isEmpty();
            assertThat(newestFirst()).isEqualTo(reversed(all));
            assertThat(ledger.of(unused)).singleElement().satisfies(entry -> {
                assertThat(entry.at("/entry/type").asText()).isEqualTo("link-made");
                assertThat(entry.at("/account/data/name").asText()).isEqualTo(ODD_NAME);
            });
            JsonNode found = ledger.verify();
            assertThat(found.get("whole").asBoolean()).as(found.toString()).isTrue();
            assertThat(found.get("entries").asInt()).isEqualTo(all.size());
            assertThat(found.get("linksWithoutEntry").asInt()).isZero();
        }

        @Test
        void detectsTamperingWithEntry() {
            // given
            long seq = ledger.of(unused).get(0).at("/entry/seq").asLong();
            String id = admin.get("").get("id").asText();
            Database database = broker.database();
            String entry = database.query(
                            "select ENTRY from MAGENTO_LEDGER where REALM_ID = ? and SEQ = ?",
                            row -> row.getString(1),
                            id,
                            seq)
                    .get(0);
            String change = "update MAGENTO_LEDGER set ENTRY = ? where REALM_ID = ? and SEQ = ?";

            // when
            int changed = database.update(change, entry.replace("administrator", "person"), id, seq);
            JsonNode found = ledger.verify();
            database.update(change, entry, id, seq);

            // then
            assertThat(changed).isEqualTo(1);
            assertThat(found.get("whole").asBoolean()).isFalse();
            assertThat(found.get("firstBadEntry").asLong()).isEqualTo(seq);
            assertThat(found.get("fault").asText()).isEqualTo("entry-changed");
            assertThat(ledger.verify().get("whole").asBoolean()).isTrue();
        }

        @Test
        void erasesPersonAndKeepsChainWhole() {
            // given
            Person person = Person.called("Gone");
            Account gone = linked(admin.create(Account.called("Gone")), person);
            ledger.erase(gone, "GDPR-12").expecting(409);
            assertThat(ledger.export()).contains(person.subject(), gone.id());

            // when
            admin.delete(gone);
            JsonNode erased = ledger.erase(gone, "GDPR-12").expecting(200).json();

            // then
            assertThat(erased.get("erased").asInt()).isEqualTo(2);
            assertThat(ledger.export()).doesNotContain(person.subject()).doesNotContain(gone.id());
            assertThat(broker.database()
                            .query(
                                    "select SEQ from MAGENTO_LEDGER_PERSON where PERSON_ID = ?",
                                    row -> row.getLong(1),
                                    gone.id()))
                    .isEmpty();
            JsonNode found = ledger.verify();
            assertThat(found.get("whole").asBoolean()).as(found.toString()).isTrue();
            ledger.erase(gone, "GDPR-12").expecting(404);
        }

        @Test
        void showsSameNumbersOnAuditPages() {
            // given
            Walker walker = new Walker();

            // when
            Shown overview = walker.signInThrough(realm.url("/magento/audit"), stage().magento(), agnes);
            Shown accounts = walker.open(realm.url("/magento/audit/accounts?state=overdue"));
            Shown entries = walker.open(realm.url("/magento/audit/entries?user=" + unused.username()));

            // then
            assertThat(overview.page().expecting(200).body())
                    .contains("5 of 13 accounts are connected: 38.4%.")
                    .contains("/early", "/late");
            assertThat(accounts.page().expecting(200).body())
                    .contains(overdue)
                    .doesNotContain(due.username())
                    .doesNotContain(unused.username());
            assertThat(entries.page().expecting(200).body()).contains("Subject-of-Unused", "\u65e5\u672c \ud83d\ude42");
        }

        private List<JsonNode> newestFirst() {
            List<JsonNode> entries = new ArrayList<>();
            ledger.send("GET", "?order=desc&max=1000")
                    .expecting(200)
                    .json()
                    .get("entries")
                    .forEach(entries::add);
            return entries;
        }

        private static List<JsonNode> reversed(List<JsonNode> entries) {
            List<JsonNode> reversed = new ArrayList<>(entries);
            Collections.reverse(reversed);
            return reversed;
        }

        private String export(Map<String, String> query) {
            return audit.get("identities/export", query).expecting(200).body();
        }

        private Account account(String firstName) {
            Account called = Account.called(firstName);
            // Everybody's address is in plain letters, whatever the name is in.
            Account account = admin.create(
                    called.withEmail(firstName.toLowerCase(Locale.ROOT).charAt(0)
                            + UUID.randomUUID().toString() + "@local.example"));
            everybody.add(account.username());
            return account;
        }

        private Account linked(Account account, Person person) {
            admin.link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
            return account;
        }

        /** The account's person, whose address at Magento.com is this. */
        private Person personOf(Account account, String email) {
            Person person = Person.called(account.firstName()).withEmail(email);
            linked(account, person);
            return person;
        }

        private void comeThroughMagento(Person person) {
            Shown page = new Walker().signInThrough(realm.url("/magento/user"), stage().magento(), person);
            assertThat(page.has("data-status=\"connected\""))
                    .as(page.page().body())
                    .isTrue();
        }

        private void exempt(Account account) {
            broker.server()
                    .send(
                            "PUT",
                            "/" + name + "/magento/users/" + account.id() + "/exemption",
                            Admin.json(Map.of("until", LATER, "reason", "On leave")))
                    .expecting(200);
        }

        private String group(String group, String deadline) {
            return realm.admin().cohort(group, deadline);
        }

        private String subgroup(String parent, String group) {
            return lastOf(broker.server()
                    .post("/" + name + "/groups/" + parent + "/children", Map.of("name", group))
                    .getPath());
        }

        private void join(Account account, String group) {
            broker.server().put("/" + name + "/users/" + account.id() + "/groups/" + group, Map.of());
        }

        private static String lastOf(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        private static void assertCounts(JsonNode counts, int total, int linked, int exempt, int due, int overdue) {
            assertThat(counts.toString())
                    .isEqualTo("{\"total\":" + total + ",\"linked\":" + linked + ",\"exempt\":" + exempt + ",\"due\":"
                            + due + ",\"overdue\":" + overdue + "}");
        }

        private static List<JsonNode> objects(String ndjson) {
            return ndjson.lines().map(Reports::object).toList();
        }

        private static JsonNode object(String line) {
            try {
                return Http.JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new AssertionError(line, e);
            }
        }
    }
}
