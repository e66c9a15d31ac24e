package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Operator;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An auditor lists who is linked to whom, and that it was read is on record. */
class IdentitiesIT extends AuditedRealm {
    @Test
    void listsEveryDetailOfLink() {
        // given
        Instant before = Instant.now().minusSeconds(1);
        Account account = linked("Lee", "subject-1", "Lee at Magento");

        // when
        JsonNode row = audit.identities(Map.of()).get(0);

        // then
        assertThat(row.get("userId").asText()).isEqualTo(account.id());
        assertThat(row.get("username").asText()).isEqualTo(account.username());
        assertThat(row.get("email").asText()).isEqualTo(account.email());
        assertThat(row.get("enabled").asBoolean()).isTrue();
        assertThat(row.get("state").asText()).isEqualTo("linked");
        assertThat(row.get("issuer").asText()).isEqualTo(stage.magento().issuer());
        assertThat(row.get("subject").asText()).isEqualTo("subject-1");
        assertThat(row.get("upstreamName").asText()).isEqualTo("Lee at Magento");
        assertThat(row.get("proof").asText()).isEqualTo("administrator");
        assertThat(row.get("emailDrift").asBoolean()).isFalse();
        assertThat(Instant.parse(row.get("linkedAt").asText()))
                .isBetween(before, Instant.now().plusSeconds(1));
        assertThat(row.has("lastSeen")).isFalse();
        assertThat(row.has("exemptUntil")).isFalse();
    }

    @Test
    void escapesWildcardsAndSqlInjectionInSearch() {
        // given
        linked("Plain", "plain", "Plain");
        List<String> texts =
                List.of("%", "_", "\\", "'", "\"", "!", "100%_of\\it's \"!\"", "' or 1=1 --", "[a-z]", "*", "?");
        for (String text : texts) {
            // when
            Account odd = linked("Odd", "subject of " + texts.indexOf(text), "<" + text + ">");

            // then
            assertThat(audit.usernames(Map.of("search", "<" + text + ">"))).containsExactly(odd.username());
            assertThat(audit.usernames(Map.of("search", text)))
                    .contains(odd.username())
                    .noneMatch(name -> name.startsWith("plain"));
            assertThat(audit.usernames(Map.of("search", text + "!!nobody"))).isEmpty();
        }
    }

    @Test
    void searchesEveryFieldThatNamesPerson() {
        // given
        Account account = linked("Findme", "the-upstream-subject-7", "The Name Of Magento");
        admin.change(account, Map.of("lastName", "LOCALNAME"));
        Account other = account("Other");
        admin.change(other, Map.of("email", other.username() + "@elsewhere.example"));

        // then
        for (String text : List.of("UPSTREAM-SUBJECT", "of magento", "FINDME", "LocalName", "@local.example")) {
            assertThat(audit.usernames(Map.of("search", text))).as(text).containsExactly(account.username());
        }
    }

    @Test
    void findsAccountByExactIdentifier() {
        // given
        Account account = linked("Findme", "the-upstream-subject-8", "The Name Of Magento");
        Account longer = linked("Other", "the-upstream-subject-88", "The Other Name");
        admin.change(longer, Map.of("email", "x" + account.email()));

        // then
        for (String text : List.of(
                account.username().toUpperCase(Locale.ROOT),
                account.email().toUpperCase(Locale.ROOT),
                account.id(),
                "the-upstream-subject-8")) {
            assertThat(audit.usernames(exactly(text))).as(text).containsExactly(account.username());
        }
        for (String text :
                List.of("the-upstream-subject", "The-Upstream-Subject-8", "Findme", "%", "_", "' or 1=1 --")) {
            assertThat(audit.usernames(exactly(text))).as(text).isEmpty();
        }
        assertThat(audit.usernames(Map.of("search", account.email(), "exact", "true", "state", "overdue")))
                .isEmpty();
        assertThat(audit.usernames(Map.of("search", account.email(), "exact", "false")))
                .containsExactlyInAnyOrder(account.username(), longer.username());
    }

    @Test
    void filtersByLinkTimeAndLastUse() {
        // given
        Account account = linked("Lee", "subject-3", "Lee");
        account("Never");
        String hourAgo = Instant.now().minus(Duration.ofHours(1)).toString();
        String inAnHour = Instant.now().plus(Duration.ofHours(1)).toString();

        // then
        assertThat(audit.usernames(Map.of("linkedFrom", hourAgo, "linkedTo", inAnHour)))
                .containsExactly(account.username());
        assertThat(audit.usernames(Map.of("linkedFrom", inAnHour))).isEmpty();
        assertThat(audit.usernames(Map.of("linkedTo", hourAgo))).isEmpty();
        assertThat(audit.usernames(Map.of("unusedSince", hourAgo))).isEmpty();
        assertThat(audit.usernames(Map.of("unusedSince", inAnHour))).containsExactly(account.username());
        assertThat(audit.usernames(Map.of("neverUsed", "true"))).containsExactly(account.username());
        assertThat(audit.usernames(Map.of("unusedSince", "+999999999-12-31T23:59:59Z")))
                .containsExactly(account.username());
    }

    @Test
    void pagesEachAccountOnceWhileOthersChange() {
        // given
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            there.add(account("paged" + i).username());
        }

        // when
        List<String> seen = new ArrayList<>();
        Map<String, String> query = new HashMap<>(Map.of("max", "3"));
        for (int page = 0; ; page++) {
            JsonNode answer = audit.get("identities", query).expecting(200).json();
            assertThat(Audit.rows(answer)).hasSizeLessThanOrEqualTo(3);
            Audit.rows(answer).forEach(row -> seen.add(row.get("username").asText()));
            account("aaa-before" + page);
            admin.delete(account("paged-gone" + page));
            if (!answer.has("next")) {
                break;
            }
            query.put("after", answer.get("next").asText());
        }

        // then
        assertThat(seen).doesNotHaveDuplicates().isSorted().containsAll(there);
        JsonNode beyond = audit.get("identities", Map.of("after", "MTp6enp6enp6eno"))
                .expecting(200)
                .json();
        assertThat(Audit.rows(beyond)).isEmpty();
        assertThat(beyond.has("next")).isFalse();
    }

    @Test
    void rejectsInvalidOrUnknownParameters() {
        for (String asked : List.of(
                "state=lost",
                "max=0",
                "max=1001",
                "max=many",
                "after=not-a-cursor",
                "after=MTo",
                "after=MTphAGI",
                "cohort=no-group-of-this-realm",
                "linkedFrom=yesterday",
                "unusedSince=2020-01-01T00:00:00",
                "drift=maybe",
                "exact=true",
                "search=lee&exact=maybe",
                "stat=linked",
                "state=linked&state=due")) {
            assertProblem(audit.get("identities?" + asked, Map.of()), 400);
        }
    }

    @Test
    void rejectsOversizedOrContradictoryFilter() {
        audit.get("identities?search=%00", Map.of()).expecting(400);
        assertProblem(audit.get("identities", Map.of("search", "x".repeat(256))), 400);
        assertProblem(
                audit.get(
                        "identities", Map.of("linkedFrom", "2021-01-01T00:00:00Z", "linkedTo", "2020-01-01T00:00:00Z")),
                400);
        audit.get("identities", Map.of("search", "x".repeat(255), "state", "")).expecting(200);
    }

    @Test
    void recordsReaderButNotSearchText() {
        // given
        account("Sought");

        // when
        audit.get("identities", Map.of("search", "Sought", "exact", "true", "state", "overdue"))
                .expecting(200);
        audit.get("identities/export", Map.of("format", "csv", "drift", "true")).expecting(200);
        audit.get("identities", Map.of("state", "no-such")).expecting(400);

        // then
        List<JsonNode> pages = audit.events("MAGENTO_IDENTITIES");
        List<JsonNode> exports = audit.events("MAGENTO_EXPORT");
        assertThat(pages).hasSize(1);
        assertThat(pages.get(0).get("resourcePath").asText()).isEqualTo("magento/identities");
        assertThat(pages.get(0).get("representation").asText())
                .isEqualTo("{\"state\":\"overdue\",\"search\":true,\"exact\":true,\"rows\":0}");
        assertThat(pages.get(0).get("authDetails").get("userId").asText()).isNotBlank();
        assertThat(exports).hasSize(1);
        assertThat(exports.get(0).get("resourcePath").asText()).isEqualTo("magento/identities/export");
        assertThat(exports.get(0).get("representation").asText()).isEqualTo("{\"drift\":true,\"format\":\"csv\"}");
        assertThat(pages.toString() + exports).doesNotContainIgnoringCase("sought");
    }

    @Test
    void rejectsReadingWithoutRoleOrFromOtherRealm() {
        // given
        account("Secret");
        String elsewhere = "identities-" + UUID.randomUUID();
        stage.broker().further(elsewhere, stage.magento());
        Operator nobody = Operator.with(stage.broker(), realm, "view-users", "manage-users");
        Operator stranger = Operator.with(stage.broker(), elsewhere, "realm-admin", "view-magento-links");
        List<Operator> auditors = List.of(
                Operator.with(stage.broker(), realm, "view-magento-links"),
                Operator.with(stage.broker(), realm, "manage-magento-links"),
                Operator.with(stage.broker(), realm, "realm-admin"));

        for (String path : List.of("coverage", "coverage/history", "identities", "identities/export")) {
            String asked = audit.path(path, Map.of());

            // then
            assertThat(new Http()
                            .get(stage.broker().url("/admin/realms" + asked))
                            .status())
                    .isEqualTo(401);
            assertProblem(nobody.send("GET", asked, Map.of()), 403);
            Answer refused = stranger.send("GET", asked, Map.of());
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).doesNotContainIgnoringCase("secret");
            audit.get(path, Map.of()).expecting(200);
            auditors.forEach(auditor -> auditor.send("GET", asked, Map.of()).expecting(200));
        }
    }

    private static Map<String, String> exactly(String text) {
        return Map.of("search", text, "exact", "true");
    }

    private Account account(String name) {
        return admin.create(Account.called(name));
    }

    private Account linked(String name, String subject, String upstreamName) {
        Account account = account(name);
        admin.link(account, Broker.PROVIDER, subject, upstreamName);
        return account;
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.expecting(status).json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("application/problem+json");
    }
}
