package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A group gives its members more time than the realm does only once somebody who may manage links approved its date.
 */
class CohortsIT {
    private static final String ATTRIBUTE = "magento.link.enforceFrom";

    /** What stops people here is meant to. */
    private static final String OVERRIDE = "?linkEnforceOverride=Ticket%204713";

    private static final String LATER = "2998-01-01T00:00:00Z";
    private static final String LATER_STILL = "2999-01-01T00:00:00Z";
    private static final String REASON = "Agreed with the works council";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void preventsPrivilegeEscalationByUnapprovedCohort() {
        // given: somebody who may manage users gives himself time
        Operator helpdesk = Operator.with(stage.broker(), Broker.REALM, "manage-users", "query-groups");
        Account account = stage.account("Lee");
        int logged = stage.broker().log().end();
        String location = helpdesk.send("POST", "/" + Broker.REALM + "/groups", group("friends", LATER))
                .expecting(201)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String group = location.substring(location.lastIndexOf('/') + 1);
        helpdesk.send("PUT", "/" + Broker.REALM + "/users/" + account.id() + "/groups/" + group, Map.of())
                .expecting(204);

        // then
        assertThat(refusal(account)).isEqualTo("magento_link_required");
        assertThat(stage.broker().log().sinceWith(logged, group)).contains("nobody approved it");
        assertThat(cohort(group).get("state").asText()).isEqualTo("unapproved");
        assertThat(cohort(group).get("members").asInt()).isEqualTo(1);
        assertThat(stage.broker()
                        .server()
                        .get("/" + Broker.REALM + "/magento/coverage")
                        .get("unapprovedCohorts")
                        .findValuesAsText("id"))
                .contains(group);
        assertProblem(helpdesk.send("PUT", path(group), wish(LATER)), 403);
        assertProblem(helpdesk.send("DELETE", path(group), Map.of()), 403);

        // when
        Operator operator = Operator.with(stage.broker(), Broker.REALM, "manage-magento-links");
        JsonNode approved =
                operator.send("PUT", path(group), wish(LATER)).expecting(200).json();

        // then
        assertThat(approved.get("state").asText()).isEqualTo("holds");
        assertThat(approved.get("approval").get("reason").asText()).isEqualTo(REASON);
        assertOpens(account);
        JsonNode entry = only("cohort-approved", group);
        assertThat(entry.get("entry").get("details").get("deadline").asText()).isEqualTo(LATER);
        assertThat(entry.get("entry").get("details").get("why").asText()).isEqualTo(REASON);
        assertThat(entry.get("entry").get("by").asText()).isEqualTo("administrator");
        assertThat(entry.get("actor").get("data").get("actor").asText())
                .isEqualTo(approved.get("approval").get("approvedBy").asText());

        // when
        operator.send("DELETE", path(group) + OVERRIDE, Map.of()).expecting(200);

        // then
        assertThat(refusal(account)).isEqualTo("magento_link_required");
        only("cohort-withdrawn", group);
        assertProblem(operator.send("DELETE", path(group), Map.of()), 404);
    }

    @Test
    void requiresNewApprovalWhenDeadlineMovesLater() {
        // given
        Account account = stage.account("Lee");
        String group = approvedCohort();
        admin().join(account, group);
        assertOpens(account);

        // when
        setDate(group, LATER_STILL);

        // then
        assertThat(refusal(account)).isEqualTo("magento_link_required");

        // when: an earlier one than was approved
        setDate(group, "2997-01-01");

        // then
        assertOpens(account);
    }

    @Test
    void appliesEarliestOfSeveralDeadlinesOfGroup() {
        // given: databases keep the values of an attribute in no order
        Account account = stage.account("Lee");
        String group = approvedCohort();
        admin().join(account, group);

        // when
        stage.broker()
                .server()
                .put(
                        "/" + Broker.REALM + "/groups/" + group,
                        Map.of("name", name(), "attributes", Map.of(ATTRIBUTE, List.of(LATER_STILL, LATER))));

        // then
        assertOpens(account);
        assertThat(cohort(group).get("deadline").asText()).isEqualTo(LATER);
    }

    @Test
    void appliesApprovalToSubgroupsButNotToParent() {
        // given
        Account below = stage.account("Bea");
        Account above = stage.account("Abe");
        String parent = admin().group(name(), Map.of(ATTRIBUTE, List.of(LATER)));
        String child = subgroup(parent, Map.of(ATTRIBUTE, List.of(LATER)));
        admin().join(below, child);
        admin().join(above, parent);

        // when
        approve(child, LATER).expecting(200);

        // then: the date of the group above is not approved, and so is none
        assertOpens(below);
        assertThat(refusal(above)).isEqualTo("magento_link_required");

        // when
        stage.broker()
                .server()
                .send("DELETE", path(child) + OVERRIDE, Admin.json(Map.of()))
                .expecting(200);
        approve(parent, LATER).expecting(200);

        // then
        assertOpens(below);
        assertOpens(above);
    }

    @Test
    void refusesMembersOfUnapprovedCohortFromPartialImport() {
        // given
        Account account = stage.account("Lee");
        String name = name();
        Operator manager = Operator.with(stage.broker(), Broker.REALM, "manage-realm", "manage-users", "view-users");

        // when
        manager.send(
                        "POST",
                        "/" + Broker.REALM + "/partialImport",
                        Map.of(
                                "ifResourceExists",
                                "FAIL",
                                "groups",
                                List.of(Map.of(
                                        "name",
                                        name,
                                        "path",
                                        "/" + name,
                                        "attributes",
                                        Map.of(ATTRIBUTE, List.of(LATER))))))
                .expecting(200);
        JsonNode found = stage.broker()
                .server()
                .get("/" + Broker.REALM + "/groups", Map.of("search", name, "exact", "true"))
                .get(0);
        admin().join(account, found.get("id").asText());

        // then
        assertThat(refusal(account)).isEqualTo("magento_link_required");
    }

    @Test
    void forgetsApprovalOfDeletedGroup() {
        // given
        Account account = stage.account("Lee");
        String name = name();
        String group = admin().cohort(name, LATER);

        // when
        stage.broker().server().delete("/" + Broker.REALM + "/groups/" + group);
        String again = admin().group(name, Map.of(ATTRIBUTE, List.of(LATER)));
        admin().join(account, again);

        // then
        assertThat(refusal(account)).isEqualTo("magento_link_required");
        assertThat(only("cohort-withdrawn", group).get("entry").get("reason").asText())
                .isEqualTo("group-deleted");
        assertThat(only("cohort-changed", group).get("entry").get("reason").asText())
                .isEqualTo("group-deleted");
        assertProblem(send("GET", group, Map.of()), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "2999-01-01T00:00:00Z, Because, 409",
        "tomorrow, Because, 400",
        ", Because, 400",
        "2998-01-01T00:00:00Z,, 400",
        "2998-01-01T00:00:00Z, ' ', 400"
    })
    void rejectsApprovalWithOtherDeadlineOrWithoutReason(String deadline, String reason, int status) {
        // given
        String group = admin().group(name(), Map.of(ATTRIBUTE, List.of(LATER)));
        Map<String, String> wish = new HashMap<>();
        wish.put("deadline", deadline);
        wish.put("reason", reason);

        // when
        Answer answer = send("PUT", group, wish);

        // then
        assertProblem(answer, status);
        assertThat(cohort(group).get("state").asText()).isEqualTo("unapproved");
        assertThat(entries("cohort-approved", group)).isEmpty();
    }

    @Test
    void changesNothingOnDryRunAndRejectsGroupWithoutDeadline() {
        // given
        String group = admin().group(name(), Map.of(ATTRIBUTE, List.of(LATER)));
        String plain = admin().group(name(), Map.of());

        // when
        JsonNode would = stage.broker()
                .server()
                .send("PUT", path(group) + "?dryRun=true", Admin.json(wish(LATER)))
                .expecting(200)
                .json();

        // then
        assertThat(would.get("state").asText()).isEqualTo("holds");
        assertThat(cohort(group).get("state").asText()).isEqualTo("unapproved");
        assertThat(entries("cohort-approved", group)).isEmpty();
        assertProblem(approve(plain, LATER), 409);
        assertProblem(approve("no-such-group", LATER), 404);
        assertThat(cohort(plain).get("state").asText()).isEqualTo("none");
    }

    @Test
    void letsViewRoleReadButNotApprove() {
        // given
        String group = admin().group(name(), Map.of(ATTRIBUTE, List.of(LATER)));
        Operator auditor = Operator.with(stage.broker(), Broker.REALM, "view-magento-links");
        Operator manager = Operator.with(stage.broker(), Broker.REALM, "manage-realm", "manage-users");

        // then
        auditor.send("GET", path(group), Map.of()).expecting(200);
        assertThat(auditor.send("GET", path("") + "?max=1", Map.of())
                        .expecting(200)
                        .json()
                        .get("cohorts"))
                .hasSize(1);
        assertProblem(auditor.send("PUT", path(group), wish(LATER)), 403);
        assertProblem(manager.send("GET", path(group), Map.of()), 403);
        assertProblem(manager.send("PUT", path(group), wish(LATER)), 403);
    }

    @Test
    void recordsMembersWhoJoinAndLeaveCohort() {
        // given
        String group = approvedCohort();
        String below = subgroup(group, Map.of());
        Account account = stage.account("Lee");
        String user = "/" + Broker.REALM + "/users/" + account.id() + "/groups/";

        // when
        admin().join(account, below);
        stage.broker().server().delete(user + below);

        // then
        JsonNode joined = only(ledger().of(account, "cohort-joined"));
        assertThat(joined.get("entry").get("details").get("group").asText()).isEqualTo(below);
        assertThat(joined.get("entry").get("details").get("cohorts").get(group).asText())
                .isEqualTo(LATER);
        assertThat(joined.get("entry").get("by").asText()).isEqualTo("administrator");
        assertThat(joined.get("actor")).isNotNull();
        only(ledger().of(account, "cohort-left"));

        // when: the group has no date for a while
        setDate(group, null);
        admin().join(account, group);
        setDate(group, LATER);

        // then
        assertOpens(account);
        assertThat(ledger().of(account, "cohort-joined")).hasSize(2);
        assertThat(ledger().verify().get("whole").asBoolean()).isTrue();
    }

    @Test
    void recordsNothingForGroupWithoutDeadline() {
        // given
        Account account = stage.account("Lee");

        // when
        admin().join(account, admin().group(name(), Map.of("colour", List.of("blue"))));

        // then
        assertThat(ledger().of(account, "cohort-joined")).isEmpty();
    }

    @Test
    void recordsGroupMovedIntoAndOutOfCohort() {
        // given
        String cohort = approvedCohort();
        String movedName = name();
        String moved = admin().group(movedName, Map.of());
        Account account = stage.account("Lee");
        admin().join(account, moved);
        assertThat(refusal(account)).isEqualTo("magento_link_required");

        // when
        stage.broker()
                .server()
                .send(
                        "POST",
                        "/" + Broker.REALM + "/groups/" + cohort + "/children",
                        Admin.json(Map.of("id", moved, "name", movedName)))
                .expecting(204);

        // then
        assertOpens(account);
        JsonNode into = only("cohort-changed", moved).get("entry");
        assertThat(into.get("reason").asText()).isEqualTo("group-moved");
        assertThat(into.get("details").get("cohorts").has(cohort)).isTrue();
        assertThat(into.get("details").get("before")).isEmpty();

        // when
        stage.broker()
                .server()
                .send(
                        "POST",
                        "/" + Broker.REALM + "/groups" + OVERRIDE,
                        Admin.json(Map.of("id", moved, "name", movedName)))
                .expecting(204);

        // then
        assertThat(refusal(account)).isEqualTo("magento_link_required");
        JsonNode outOf = entries("cohort-changed", moved).get(1).get("entry");
        assertThat(outOf.get("details").get("before").has(cohort)).isTrue();
        assertThat(outOf.get("details").get("cohorts")).isEmpty();
    }

    @Test
    void recordsDefaultGroupCohortAndItsNewMembers() {
        // given
        String cohort = approvedCohort();
        String path = "/" + Broker.REALM + "/default-groups/" + cohort;

        // when
        stage.broker().server().put(path, Map.of());
        try {
            Account newcomer = stage.account("Nell");

            // then
            only(ledger().of(newcomer, "cohort-joined"));
            assertThat(newestPolicy().get("defaultGroups").toString()).contains(cohort);
        } finally {
            stage.broker().server().delete(path);
        }
        assertThat(newestPolicy().path("defaultGroups").toString()).doesNotContain(cohort);
    }

    @Test
    void approvesCohortsThatComeWithNewRealm() {
        // given
        String name = "restored-" + UUID.randomUUID();
        ObjectNode template = BrokerRealm.template(name, stage.magento());
        template.putArray("groups")
                .addObject()
                .put("name", "partners")
                .putObject("attributes")
                .putArray(ATTRIBUTE)
                .add(LATER);

        // when
        stage.broker().server().post("", template);
        try {
            // then
            JsonNode cohort = stage.broker()
                    .server()
                    .get("/" + name + "/magento/cohorts")
                    .get("cohorts")
                    .get(0);
            assertThat(cohort.get("state").asText()).isEqualTo("holds");
            assertThat(cohort.get("approval").has("approvedBy")).isFalse();
            JsonNode entry = only(new Ledger(stage.broker(), name).entries(Map.of("type", "cohort-approved")));
            assertThat(entry.get("entry").get("reason").asText()).isEqualTo("realm-created");
        } finally {
            stage.broker().server().delete("/" + name);
        }
        assertThat(stage.broker()
                        .database()
                        .query(
                                "select c.GROUP_ID from MAGENTO_COHORT c left join REALM r on r.ID = c.REALM_ID where"
                                        + " r.ID is null",
                                row -> row.getString(1)))
                .isEmpty();
    }

    private RealmAdmin admin() {
        return stage.broker().admin();
    }

    private Ledger ledger() {
        return new Ledger(stage.broker());
    }

    private JsonNode newestPolicy() {
        return ledger().entries(Map.of("type", "policy-changed", "order", "desc"))
                .get(0)
                .get("entry")
                .get("details");
    }

    private JsonNode only(String type, String group) {
        return only(entries(type, group));
    }

    private static JsonNode only(List<JsonNode> entries) {
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private List<JsonNode> entries(String type, String group) {
        return ledger().entries(
                        Map.of("type", type),
                        entry -> entry.get("entry")
                                .get("details")
                                .get("group")
                                .asText()
                                .equals(group));
    }

    private String refusal(Account account) {
        try (DemoApp app = DemoApp.of(stage.broker())) {
            return app.passwordGrant(account)
                    .expecting(400)
                    .json()
                    .get("error_description")
                    .asText();
        }
    }

    private void assertOpens(Account account) {
        try (DemoApp app = DemoApp.of(stage.broker())) {
            app.passwordGrant(account).expecting(200);
        }
    }

    private String approvedCohort() {
        return admin().cohort(name(), LATER);
    }

    private static String name() {
        return "cohort-" + UUID.randomUUID();
    }

    private static Map<String, Object> group(String prefix, String deadline) {
        return Map.of("name", prefix + "-" + UUID.randomUUID(), "attributes", Map.of(ATTRIBUTE, List.of(deadline)));
    }

    private String subgroup(String parent, Map<String, List<String>> attributes) {
        String path = stage.broker()
                .server()
                .post(
                        "/" + Broker.REALM + "/groups/" + parent + "/children",
                        Map.of("name", name(), "attributes", attributes))
                .getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void setDate(String group, @Nullable String deadline) {
        stage.broker()
                .server()
                .put(
                        "/" + Broker.REALM + "/groups/" + group + OVERRIDE,
                        Map.of(
                                "name",
                                name(),
                                "attributes",
                                deadline == null ? Map.of() : Map.of(ATTRIBUTE, List.of(deadline))));
    }

    private JsonNode cohort(String group) {
        return send("GET", group, Map.of()).expecting(200).json();
    }

    private Answer approve(String group, String deadline) {
        return send("PUT", group, wish(deadline));
    }

    private Answer send(String method, String group, Map<String, String> body) {
        return stage.broker().server().send(method, path(group), Admin.json(body));
    }

    private static Map<String, String> wish(String deadline) {
        return Map.of("deadline", deadline, "reason", REASON);
    }

    private static String path(String group) {
        return "/" + Broker.REALM + "/magento/cohorts" + (group.isEmpty() ? "" : "/" + group);
    }

    private static void assertProblem(Answer answer, int status) {
        JsonNode problem = answer.expecting(status).json();
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("application/problem+json");
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).isNotBlank();
    }
}
