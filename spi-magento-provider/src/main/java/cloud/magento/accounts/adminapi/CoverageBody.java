package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.report.CoverageHistory;
import java.util.List;

/** Coverage as the API tells of it. */
public record CoverageBody(
        String at,
        String deadline,
        boolean reportOnly,
        Counts accounts,
        long disabled,
        List<Cohort> cohorts,
        List<Unapproved> unapprovedCohorts,
        Counts everybodyElse,
        Links links) {

    public CoverageBody {
        cohorts = List.copyOf(cohorts);
        unapprovedCohorts = List.copyOf(unapprovedCohorts);
    }

    public record Cohort(String id, String name, String deadline, Counts accounts) {}

    public record Unapproved(String id, String name, String deadline) {}

    public record Links(long total, long neverUsed, String unusedSince, long unused) {}

    public record Drift(long emailDrift) {}

    public record History(List<Point> points) {
        public History {
            points = List.copyOf(points);
        }

        static History of(CoverageHistory history) {
            return new History(history.points().stream()
                    .map(point -> new Point(point.day().toString(), point.accounts(), point.linked()))
                    .toList());
        }
    }

    public record Point(String day, long accounts, long linked) {}

    static CoverageBody of(Coverage coverage) {
        return new CoverageBody(
                coverage.at().toString(),
                coverage.deadline().toString(),
                coverage.reportOnly(),
                coverage.accounts(),
                coverage.disabled(),
                coverage.cohorts().stream()
                        .map(cohort -> new Cohort(
                                cohort.id(), cohort.name(), cohort.deadline().toString(), cohort.accounts()))
                        .toList(),
                coverage.unapproved().stream()
                        .map(cohort -> new Unapproved(
                                cohort.id(), cohort.name(), cohort.deadline().toString()))
                        .toList(),
                coverage.everybodyElse(),
                new Links(
                        coverage.links().total(),
                        coverage.links().neverUsed(),
                        coverage.links().unusedSince().toString(),
                        coverage.links().unused()));
    }
}
