package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.preview.Forecast;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET forecast}: how many accounts will not be linked in time. Numbers only, so readings are not recorded. */
public final class ForecastResource {
    private final ReportAccess reports;

    ForecastResource(ReportAccess reports) {
        this.reports = reports;
    }

    /**
     * Tells.
     *
     * @param at the instant; without it the realm's deadline, or now, to ten minutes, where that has passed
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public PreviewBody.Forecasted forecast(@QueryParam("at") @Nullable String at) {
        return reports.ask(
                Set.of("at"), all -> PreviewBody.Forecasted.of(Forecast.of(all, PreviewResource.shared(all, at))));
    }
}
