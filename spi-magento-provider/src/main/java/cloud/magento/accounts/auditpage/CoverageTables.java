package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.Coverage.CohortCoverage;
import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.report.CoverageHistory;
import cloud.magento.accounts.report.CoverageHistory.Point;
import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.web.ReadableNumber;
import cloud.magento.accounts.web.ReadableTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The numbers of the auditor's page, each with the way to the list that it counts. */
final class CoverageTables {
    private final AuditUrls urls;
    private final Locale locale;

    CoverageTables(AuditUrls urls, Locale locale) {
        this.urls = urls;
        this.locale = locale;
    }

    /** How far the realm is now. */
    Map<String, Object> now(Coverage coverage) {
        Counts counts = coverage.accounts();
        Map<String, Object> now = new LinkedHashMap<>();
        now.put("at", ReadableTime.momentOf(coverage.at(), locale));
        now.put("deadline", ReadableTime.dateOf(coverage.deadline(), locale));
        now.put("deadlinePassed", !coverage.at().isBefore(coverage.deadline()));
        now.put("reportOnly", coverage.reportOnly());
        now.put("accounts", count(counts.total()));
        now.put("linked", count(counts.linked()));
        now.put("share", share(counts.linked(), counts.total()));
        now.put("bar", bar(counts));
        now.put("states", states(counts, ""));
        now.put("disabled", cell("disabled", coverage.disabled(), 0, ""));
        return now;
    }

    /** Coverage over time, the newest day first. */
    List<Map<String, Object>> history(CoverageHistory history) {
        List<Map<String, Object>> days =
                new ArrayList<>(history.points().stream().map(this::point).toList());
        Collections.reverse(days);
        return days;
    }

    /** Those with a deadline of their own, and everybody else; empty where nobody has one. */
    List<Map<String, Object>> cohorts(Coverage coverage) {
        if (coverage.cohorts().isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        coverage.cohorts().forEach(cohort -> rows.add(cohort(cohort)));
        Map<String, Object> others = row(coverage.everybodyElse(), IdentityFilter.NO_COHORT);
        others.put("deadline", ReadableTime.dateOf(coverage.deadline(), locale));
        rows.add(others);
        return rows;
    }

    /** Links whose upstream address is no longer the account's. */
    Map<String, Object> drift(long links) {
        return link(links, Map.of("drift", "true"));
    }

    /** Links that nobody signs in through. */
    Map<String, Object> unused(Coverage coverage) {
        Map<String, Object> unused =
                link(coverage.links().unused(), Map.of("use", Integer.toString(Reports.UNUSED_DAYS)));
        unused.put("days", Reports.UNUSED_DAYS);
        return unused;
    }

    /** Links that nobody has ever signed in through. */
    Map<String, Object> neverUsed(Coverage coverage) {
        return link(coverage.links().neverUsed(), Map.of("use", "never"));
    }

    private List<Map<String, Object>> states(Counts counts, String cohort) {
        return List.of(
                cell("linked", counts.linked(), counts.total(), cohort),
                cell("exempt", counts.exempt(), counts.total(), cohort),
                cell("due", counts.due(), counts.total(), cohort),
                cell("overdue", counts.overdue(), counts.total(), cohort));
    }

    private Map<String, Object> point(Point point) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("day", ReadableTime.shortDayOf(point.day(), locale));
        row.put("iso", point.day().toString());
        row.put("accounts", number(point.accounts()));
        row.put("linked", number(point.linked()));
        row.put("share", share(point.linked(), point.accounts()));
        return row;
    }

    private Map<String, Object> cohort(CohortCoverage cohort) {
        Map<String, Object> row = row(cohort.accounts(), cohort.id());
        row.put("name", cohort.name());
        row.put("deadline", ReadableTime.dateOf(cohort.deadline(), locale));
        return row;
    }

    private Map<String, Object> row(Counts counts, String cohort) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("total", count(counts.total()));
        row.put("share", share(counts.linked(), counts.total()));
        row.put("bar", bar(counts));
        row.put("states", states(counts, cohort));
        return row;
    }

    private static List<Map<String, String>> bar(Counts counts) {
        return CoverageBar.of(counts).stream()
                .map(part -> Map.of(
                        "state", part.state(),
                        "from", Integer.toString(part.from()),
                        "width", Integer.toString(part.width())))
                .toList();
    }

    /** A number of accounts in a state. */
    private Map<String, Object> cell(String state, long number, long total, String cohort) {
        Map<String, Object> cell = number(number);
        cell.put("state", state);
        cell.put("share", share(number, total));
        Map<String, String> filter = new LinkedHashMap<>(Map.of("state", state));
        if (!cohort.isEmpty()) {
            filter.put("cohort", cohort);
        }
        cell.put("url", urls.accounts(filter));
        return cell;
    }

    private Map<String, Object> link(long number, Map<String, String> filter) {
        Map<String, Object> link = number(number);
        link.put("url", urls.accounts(filter));
        return link;
    }

    /** A number to be read, and the same for the chart. */
    private Map<String, Object> number(long number) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("text", count(number));
        both.put("value", Long.toString(number));
        return both;
    }

    private String count(long number) {
        return ReadableNumber.count(number, locale);
    }

    private String share(long part, long whole) {
        return ReadableNumber.share(part, whole, locale);
    }
}
