package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Operator;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An auditor asks how many accounts are linked, and every number is the length of the list behind it. */
class CoverageIT extends AuditedRealm {
    private static final String LATER = "2999-01-01T00:00:00Z";

    @Test
    void countsEveryAccountInExactlyOneState() {
        // given
        account("linked", true);
        account("overdue", false);
        exempt(account("exempt", false), LATER);
        exempt(account("linked and exempt", true), LATER);
        admin.change(account("disabled", false), Map.of("enabled", false));
        admin.change(account("disabled and linked", true), Map.of("enabled", false));
        Operator.with(stage.broker(), realm, "view-users");

        // when
        JsonNode coverage = audit.coverage();

        // then
        assertCounts(coverage.get("accounts"), 4, 2, 1, 0, 1);
        assertThat(coverage.get("disabled").asInt()).isEqualTo(2);
        assertThat(coverage.get("everybodyElse")).isEqualTo(coverage.get("accounts"));
        assertThat(coverage.get("cohorts")).isEmpty();
        assertThat(coverage.get("links").get("total").asInt()).isEqualTo(3);
        assertThat(coverage.get("links").get("neverUsed").asInt()).isEqualTo(3);
        assertThat(coverage.get("links").get("unused").asInt()).isZero();
        assertThat(coverage.get("deadline").asText()).isEqualTo("2020-04-01T00:00:00Z");
        assertThat(coverage.get("reportOnly").asBoolean()).isFalse();
        assertThat(Instant.parse(coverage.get("at").asText()))
                .isBefore(Instant.now().plusSeconds(1));
        audit.assertListsAreAsLong(coverage);
    }

    @Test
    void countsExpiredExemptionAsOverdue() {
        // given
        Account account = account("once exempt", false);
        exempt(account, Instant.now().plus(Duration.ofDays(1)).toString());

        // then
        assertCounts(audit.coverage().get("accounts"), 1, 0, 1, 0, 0);

        // when
        exempt(account, Instant.now().plusSeconds(3).toString());

        // then
        JsonNode counts = audit.coverage().get("accounts");
        while (counts.get("exempt").asInt() == 1) {
            counts = audit.coverage().get("accounts");
        }
        assertCounts(counts, 1, 0, 0, 0, 1);
        assertThat(audit.usernames(Map.of("state", "overdue"))).containsExactly(account.username());
    }

    @Test
    void countsMembersByEarliestCohortDeadline() {
        // given
        String late = admin.cohort("late", LATER);
        String unapproved = group("unapproved", LATER);
        String below = subgroup(late, "below");
        String early = group("early", "2019-01-01");
        String unreadable = group("unreadable", "soon");
        join(account("late", false), late);
        join(account("below", false), below);
        join(account("linked below", true), below);
        Account both = account("both", false);
        join(both, below);
        join(both, early);
        join(account("early", false), early);
        Account off = account("disabled", false);
        join(off, early);
        admin.change(off, Map.of("enabled", false));
        Account exempt = account("exempt", false);
        join(exempt, late);
        exempt(exempt, LATER);
        join(account("unreadable", false), unreadable);
        join(account("unapproved", false), unapproved);
        account("nowhere", false);

        // when
        JsonNode coverage = audit.coverage();

        // then
        assertCounts(coverage.get("accounts"), 9, 1, 1, 2, 5);
        JsonNode first = coverage.get("cohorts").get(0);
        JsonNode second = coverage.get("cohorts").get(1);
        assertThat(coverage.get("cohorts")).hasSize(2);
        assertThat(first.get("name").asText()).isEqualTo("/early");
        assertThat(first.get("deadline").asText()).isEqualTo("2019-01-01T00:00:00Z");
        assertCounts(first.get("accounts"), 2, 0, 0, 0, 2);
        assertThat(second.get("id").asText()).isEqualTo(late);
        assertCounts(second.get("accounts"), 5, 1, 1, 2, 1);
        assertCounts(coverage.get("everybodyElse"), 3, 0, 0, 0, 3);
        assertThat(coverage.get("unapprovedCohorts").findValuesAsText("name")).containsExactly("/unapproved");
        audit.assertListsAreAsLong(coverage);
        assertThat(row(both).get("deadline").asText()).isEqualTo("2019-01-01T00:00:00Z");
        assertThat(row(both).get("state").asText()).isEqualTo("overdue");
    }

    @Test
    void countsOnlyEarlierCohortAsOverdueBeforeDeadline() {
        // given
        admin.configureProvider(Broker.PROVIDER, Map.of("linkEnforceFrom", LATER, "linkReportOnly", "true"));
        account("due", false);
        join(account("early", false), group("early", "2019-01-01"));

        // when
        JsonNode coverage = audit.coverage();

        // then
        assertCounts(coverage.get("accounts"), 2, 0, 0, 1, 1);
        assertThat(coverage.get("reportOnly").asBoolean()).isTrue();
        assertThat(coverage.get("deadline").asText()).isEqualTo(LATER);
        audit.assertListsAreAsLong(coverage);
    }

    @Test
    void countsNothingOfOtherRealm() {
        // given
        String elsewhere = "coverage-" + UUID.randomUUID();
        stage.broker().further(elsewhere, stage.magento());
        account("linked", true);

        // then
        assertCounts(Audit.of(stage.broker(), elsewhere).coverage().get("accounts"), 0, 0, 0, 0, 0);
        assertCounts(audit.coverage().get("accounts"), 1, 1, 0, 0, 0);
    }

    @Test
    void endsHistoryTodayWithCurrentCounts() {
        // given
        account("linked", true);
        account("overdue", false);
        admin.change(account("disabled", true), Map.of("enabled", false));

        // when
        JsonNode points = audit.get("coverage/history", Map.of("max", "7"))
                .expecting(200)
                .json()
                .get("points");

        // then
        assertThat(points.size()).isBetween(1, 7);
        JsonNode last = points.get(points.size() - 1);
        assertThat(LocalDate.parse(last.get("day").asText())).isEqualTo(LocalDate.now(ZoneOffset.UTC));
        assertThat(last.get("accounts").asInt()).isEqualTo(2);
        assertThat(last.get("linked").asInt()).isEqualTo(1);
    }

    @Test
    void rejectsInvalidQuery() {
        for (String asked : List.of(
                "coverage?at=1", "coverage/history?max=0", "coverage/history?max=1001", "coverage/history?max=some")) {
            assertProblem(audit.get(asked, Map.of()), 400);
        }
    }

    @Test
    void answersNotFoundInRealmWithoutProvider() {
        // when
        stage.broker().server().delete("/" + realm + "/identity-provider/instances/" + Broker.PROVIDER);

        // then
        assertProblem(audit.get("coverage", Map.of()), 404);
        assertProblem(audit.get("identities", Map.of()), 404);
        assertProblem(audit.get("identities/export", Map.of()), 404);
    }

    private static void assertCounts(JsonNode counts, int total, int linked, int exempt, int due, int overdue) {
        assertThat(counts.toString())
                .isEqualTo("{\"total\":" + total + ",\"linked\":" + linked + ",\"exempt\":" + exempt + ",\"due\":" + due
                        + ",\"overdue\":" + overdue + "}");
    }

    private JsonNode row(Account account) {
        return audit.identities(Map.of("search", account.username())).get(0);
    }

    private Account account(String name, boolean linked) {
        Account account = admin.create(Account.called(name.replace(' ', '-')));
        if (linked) {
            admin.link(account, Broker.PROVIDER, "subject of " + account.username(), "Magento " + name);
        }
        return account;
    }

    private void exempt(Account account, String until) {
        stage.broker()
                .server()
                .send(
                        "PUT",
                        "/" + realm + "/magento/users/" + account.id() + "/exemption",
                        Admin.json(Map.of("until", until, "reason", "On leave")))
                .expecting(200);
    }

    private String group(String name, String deadline) {
        return admin.group(name, Map.of("magento.link.enforceFrom", List.of(deadline)));
    }

    private String subgroup(String parent, String name) {
        return id(stage.broker().server().post("/" + realm + "/groups/" + parent + "/children", Map.of("name", name)));
    }

    private void join(Account account, String group) {
        stage.broker().server().put("/" + realm + "/users/" + account.id() + "/groups/" + group, Map.of());
    }

    private static String id(URI location) {
        return location.getPath().substring(location.getPath().lastIndexOf('/') + 1);
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.expecting(status).json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("application/problem+json");
    }
}
