package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.CoverageHistory;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET coverage}, {@code coverage/drift} and {@code coverage/history}: numbers only, so readings are not
 * recorded.
 */
public final class CoverageResource {
    private final ReportAccess reports;

    CoverageResource(ReportAccess reports) {
        this.reports = reports;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public CoverageBody coverage() {
        return reports.ask(Set.of(), all -> CoverageBody.of(all.coverage()));
    }

    /** How many addresses went apart; apart from {@link #coverage}, which is fast because it joins no tables. */
    @GET
    @Path("drift")
    @Produces(MediaType.APPLICATION_JSON)
    public CoverageBody.Drift drift() {
        return reports.ask(Set.of(), all -> new CoverageBody.Drift(all.emailDrift()));
    }

    /**
     * Coverage over time.
     *
     * @param max how many days at most
     */
    @GET
    @Path("history")
    @Produces(MediaType.APPLICATION_JSON)
    public CoverageBody.History history(@QueryParam("max") @Nullable String max) {
        return reports.ask(
                Set.of("max"),
                all -> CoverageBody.History.of(all.history(
                        max == null
                                ? CoverageHistory.USUAL_POINTS
                                : (int) Parameters.number("max", max, 1, CoverageHistory.MAX_POINTS))));
    }
}
