package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.Coverage.CohortCoverage;
import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.report.Coverage.UnapprovedCohort;
import cloud.magento.accounts.report.CoverageHistory;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET coverage}, {@code coverage/drift} and {@code coverage/history}: numbers only, so no reading of it is put
 * on record.
 */
public final class CoverageResource {
    private final ReportAccess reports;

    CoverageResource(ReportAccess reports) {
        this.reports = reports;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> coverage() {
        return reports.ask(Set.of(), all -> body(all.coverage()));
    }

    /** How many addresses went apart; apart from {@link #coverage}, which is fast because it joins no tables. */
    @GET
    @Path("drift")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> drift() {
        return reports.ask(Set.of(), all -> Map.of("emailDrift", all.emailDrift()));
    }

    /**
     * Coverage over time.
     *
     * @param max how many days at most
     */
    @GET
    @Path("history")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> history(@QueryParam("max") @Nullable String max) {
        return reports.ask(
                Set.of("max"),
                all -> body(all.history(
                        max == null
                                ? CoverageHistory.USUAL_POINTS
                                : (int) Parameters.number("max", max, 1, CoverageHistory.MAX_POINTS))));
    }

    private static Map<String, Object> body(Coverage coverage) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", coverage.at().toString());
        body.put("deadline", coverage.deadline().toString());
        body.put("reportOnly", coverage.reportOnly());
        body.put("accounts", body(coverage.accounts()));
        body.put("disabled", coverage.disabled());
        body.put(
                "cohorts",
                coverage.cohorts().stream().map(CoverageResource::body).toList());
        body.put(
                "unapprovedCohorts",
                coverage.unapproved().stream().map(CoverageResource::body).toList());
        body.put("everybodyElse", body(coverage.everybodyElse()));
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("total", coverage.links().total());
        links.put("neverUsed", coverage.links().neverUsed());
        links.put("unusedSince", coverage.links().unusedSince().toString());
        links.put("unused", coverage.links().unused());
        body.put("links", links);
        return body;
    }

    private static Map<String, Object> body(CohortCoverage cohort) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", cohort.id());
        body.put("name", cohort.name());
        body.put("deadline", cohort.deadline().toString());
        body.put("accounts", body(cohort.accounts()));
        return body;
    }

    private static Map<String, Object> body(UnapprovedCohort cohort) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", cohort.id());
        body.put("name", cohort.name());
        body.put("deadline", cohort.deadline().toString());
        return body;
    }

    private static Map<String, Object> body(Counts counts) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("total", counts.total());
        body.put("linked", counts.linked());
        body.put("exempt", counts.exempt());
        body.put("due", counts.due());
        body.put("overdue", counts.overdue());
        return body;
    }

    private static Map<String, Object> body(CoverageHistory history) {
        List<Map<String, Object>> points = history.points().stream()
                .map(point -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("day", point.day().toString());
                    body.put("accounts", point.accounts());
                    body.put("linked", point.linked());
                    return body;
                })
                .toList();
        return Map.of("points", points);
    }
}
