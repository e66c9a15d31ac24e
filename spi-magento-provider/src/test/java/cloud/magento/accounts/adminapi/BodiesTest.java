package cloud.magento.accounts.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.LedgerVerification.Findings;
import cloud.magento.accounts.ledger.chain.ChainFault;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.report.CohortList;
import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.report.CoverageHistory;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.util.JsonSerialization;

/** What the API answers, letter by letter: scripts read it, and the order and what is left out stay. */
class BodiesTest {
    private static final Instant NOW = Instant.parse("2020-03-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2020-05-01T00:00:00Z");

    @Test
    void tellsCohortWithoutApprovalAndMembers() throws IOException {
        CohortList.Entry cohort = new CohortList.Entry("g", "/staff", CohortList.State.values()[0], null, NOW, null);

        assertJson(CohortBody.of(cohort), """
                {"id":"g","name":"/staff","state":"%s","realmDeadline":"2020-03-01T00:00:00Z"}\
                """.formatted(state()));
    }

    @Test
    void tellsPageOfCohorts() throws IOException {
        CohortApproval approval = new CohortApproval("g", LATER, "Audit", "admin", NOW);
        CohortList.Entry cohort =
                new CohortList.Entry("g", "/staff", CohortList.State.values()[0], LATER, NOW, approval);

        assertJson(new CohortBody.Page(List.of(CohortBody.of(cohort, 3L)), "g"), """
                {"cohorts":[{"id":"g","name":"/staff","state":"%s","deadline":"2020-05-01T00:00:00Z",\
                "realmDeadline":"2020-03-01T00:00:00Z","approval":{"deadline":"2020-05-01T00:00:00Z","reason":"Audit",\
                "approvedBy":"admin","approvedAt":"2020-03-01T00:00:00Z"},"members":3}],"next":"g"}\
                """.formatted(state()));
        assertJson(new CohortBody.Page(List.of(), null), "{\"cohorts\":[]}");
        assertJson(CohortBody.Approval.of(new CohortApproval("g", LATER, "Kept", null, NOW)), """
                {"deadline":"2020-05-01T00:00:00Z","reason":"Kept","approvedAt":"2020-03-01T00:00:00Z"}\
                """);
    }

    @Test
    void tellsCoverage() throws IOException {
        Counts counts = new Counts(5, 1, 2, 1, 1);
        Coverage coverage = new Coverage(
                NOW,
                LATER,
                true,
                counts,
                7,
                List.of(new Coverage.CohortCoverage("a", "/a", NOW, counts)),
                List.of(new Coverage.UnapprovedCohort("b", "/b", LATER)),
                counts,
                new Coverage.LinkUse(9, 4, NOW, 3));
        String figures = "{\"total\":5,\"linked\":1,\"exempt\":2,\"due\":1,\"overdue\":1}";

        assertJson(CoverageBody.of(coverage), """
                {"at":"2020-03-01T00:00:00Z","deadline":"2020-05-01T00:00:00Z","reportOnly":true,"accounts":%1$s,\
                "disabled":7,"cohorts":[{"id":"a","name":"/a","deadline":"2020-03-01T00:00:00Z","accounts":%1$s}],\
                "unapprovedCohorts":[{"id":"b","name":"/b","deadline":"2020-05-01T00:00:00Z"}],"everybodyElse":%1$s,\
                "links":{"total":9,"neverUsed":4,"unusedSince":"2020-03-01T00:00:00Z","unused":3}}\
                """.formatted(figures));
        assertJson(new CoverageBody.Drift(2), "{\"emailDrift\":2}");
        assertJson(
                CoverageBody.History.of(
                        new CoverageHistory(List.of(new CoverageHistory.Point(LocalDate.of(2020, 3, 1), 5, 1)))),
                "{\"points\":[{\"day\":\"2020-03-01\",\"accounts\":5,\"linked\":1}]}");
    }

    @Test
    void tellsVerificationOfWholeAndOfBrokenLedger() throws IOException {
        assertJson(
                VerificationBody.of(
                        new Findings(new ChainResult.Whole(3, "ab", 1, 2, List.of("a note")), 0, 0, 0, 1, 2)),
                """
                {"whole":true,"entries":3,"head":"ab","erased":1,"checkpoints":2,"notes":["a note"],\
                "linksWithoutEntry":0,"linksOutOfStep":0,"forgedCheckpoints":0,"retiredKeyCheckpoints":1,\
                "unknownKeyCheckpoints":2}\
                """);
        ChainFault fault = ChainFault.values()[0];
        assertJson(
                VerificationBody.of(new Findings(new ChainResult.Broken(4, 4, fault, "It is bad."), 1, 0, 0, 0, 0)),
                """
                {"whole":false,"firstBadEntry":4,"fault":"%s","detail":"It is bad.","linksWithoutEntry":1,\
                "linksOutOfStep":0,"forgedCheckpoints":0,"retiredKeyCheckpoints":0,"unknownKeyCheckpoints":0}\
                """.formatted(fault.id()));
        assertJson(new VerificationBody.Erased(2), "{\"erased\":2}");
    }

    @Test
    void tellsReferenceOfNobodyKnown() throws IOException {
        assertJson(
                new ReferenceBody(
                        "M-7F3K-Q2XD",
                        NOW.toString(),
                        new ReferenceBody.Who(null, null, null, null),
                        new ReferenceBody.What("refused", "login", "", null),
                        new ReferenceBody.Why("link-required", "", null),
                        ""),
                """
                {"reference":"M-7F3K-Q2XD","at":"2020-03-01T00:00:00Z","who":{},\
                "what":{"type":"refused","event":"login"},"why":{"reason":"link-required"}}\
                """);
    }

    @Test
    void tellsPageOfIdentitiesStepAndProblem() throws IOException {
        assertJson(new IdentitiesResource.Page(List.of(), null), "{\"identities\":[]}");
        assertJson(new IdentitiesResource.Page(List.of(), "n"), "{\"identities\":[],\"next\":\"n\"}");
        assertJson(
                new SetupResource.Step("role", "x", "present"),
                "{\"kind\":\"role\",\"name\":\"x\",\"outcome\":\"present\"}");
        assertJson(
                new Problem.Body("Not Found", 404, "None."),
                "{\"title\":\"Not Found\",\"status\":404,\"detail\":\"None.\"}");
    }

    private static String state() {
        return CohortList.State.values()[0].name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void assertJson(Object body, String json) throws IOException {
        assertThat(JsonSerialization.writeValueAsString(body)).isEqualTo(json);
    }
}
