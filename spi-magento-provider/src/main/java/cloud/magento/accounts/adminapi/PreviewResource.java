package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.report.IdentityPage;
import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.report.StoppedExport;
import cloud.magento.accounts.report.StoppedFilter;
import cloud.magento.accounts.report.StoppedPage;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/**
 * {@code GET preview}, {@code preview/accounts} and {@code preview/export}: who would be stopped at an instant.
 * Readings of people are recorded before anything is sent; numbers are not.
 */
public final class PreviewResource {
    private static final long SHARED_SECONDS = 600;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final ReportAccess reports;
    private final AdminCall call;

    /**
     * A page as the API tells of it.
     *
     * @param next what to give as {@code after} for the next page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<Map<String, Object>> accounts, @Nullable String next) {
        public Page {
            accounts = List.copyOf(accounts);
        }
    }

    PreviewResource(AdminCall call, ReportAccess reports) {
        this.reports = reports;
        this.call = call;
    }

    /**
     * How many.
     *
     * @param at the instant; without it the realm's deadline, or now, to ten minutes, where that has passed
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public PreviewBody numbers(@QueryParam("at") @Nullable String at) {
        return reports.ask(Set.of("at"), all -> PreviewBody.of(all.preview(shared(all, at))));
    }

    /** A page of them. */
    @GET
    @Path("accounts")
    @Produces(MediaType.APPLICATION_JSON)
    public Page accounts(
            @QueryParam("at") @Nullable String at,
            @QueryParam("client") @Nullable String client,
            @QueryParam("way") @Nullable String way,
            @QueryParam("cohort") @Nullable String cohort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("max") @Nullable String max) {
        return reports.ask(Set.of("at", "client", "way", "cohort", "after", "max"), all -> {
            StoppedFilter filter = filter(all, at, client, way, cohort);
            int size = max == null
                    ? IdentityPage.USUAL_SIZE
                    : (int) Parameters.number("max", max, 1, IdentityPage.MAX_SIZE);
            StoppedPage page = all.stopped(filter, sent(after), size);
            Map<String, Object> record = record(filter);
            record.put("rows", page.rows().size());
            call.record(OperationType.ACTION, "MAGENTO_PREVIEW", record);
            return new Page(page.rows().stream().map(StoppedExport::object).toList(), page.next());
        });
    }

    /** All of them, as a file. */
    @GET
    @Path("export")
    public Response export(
            @QueryParam("at") @Nullable String at,
            @QueryParam("client") @Nullable String client,
            @QueryParam("way") @Nullable String way,
            @QueryParam("cohort") @Nullable String cohort,
            @QueryParam("format") @Nullable String format) {
        return reports.ask(Set.of("at", "client", "way", "cohort", "format"), all -> {
            StoppedFilter filter = filter(all, at, client, way, cohort);
            var chosen = ExportResponse.format(call.session(), format);
            all.stoppedExport(filter);
            Map<String, Object> record = record(filter);
            record.put("format", chosen.id());
            call.record(OperationType.ACTION, "MAGENTO_PREVIEW_EXPORT", record);
            return ExportResponse.of(
                    call.session(), call.realm(), "stopped", chosen, then -> then.stoppedExport(filter));
        });
    }

    /**
     * The instant for which many accounts are counted. Where it is now, it is the last ten minutes' begin, or the
     * deadline where that is later, so that a million accounts are not counted again at every call.
     *
     * @param at as it was sent
     */
    static Instant shared(Reports reports, @Nullable String at) {
        Instant exact = instant(reports, at);
        if (sent(at) != null || exact.equals(reports.deadline())) {
            return exact;
        }
        Instant begin = Instant.ofEpochSecond(exact.getEpochSecond() / SHARED_SECONDS * SHARED_SECONDS);
        return begin.isBefore(reports.deadline()) ? reports.deadline() : begin;
    }

    /**
     * The instant that is asked for: what lies before today would be told of accounts as they are now.
     *
     * @param at as it was sent; without it the realm's deadline, or now where that has passed
     */
    static Instant instant(Reports reports, @Nullable String at) {
        Instant asked = Parameters.instant("at", sent(at));
        if (asked == null) {
            return reports.deadline().isAfter(reports.now()) ? reports.deadline() : reports.now();
        }
        if (asked.isBefore(reports.now()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant())) {
            throw new InvalidFilterException(
                    "\"at\" lies ahead: who would have been stopped in the past nobody knows.");
        }
        if (asked.isAfter(LAST)) {
            throw new InvalidFilterException("\"at\" lies before the year 10000.");
        }
        return asked;
    }

    private static StoppedFilter filter(
            Reports reports,
            @Nullable String at,
            @Nullable String client,
            @Nullable String way,
            @Nullable String cohort) {
        return new StoppedFilter(shared(reports, at), sent(client), way(sent(way)), sent(cohort));
    }

    private static Map<String, Object> record(StoppedFilter filter) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("at", filter.at().toString());
        if (filter.client() != null) {
            record.put("client", filter.client());
        }
        if (filter.way() != null) {
            record.put("way", filter.way().id());
        }
        if (filter.cohort() != null) {
            record.put("cohort", filter.cohort());
        }
        return record;
    }

    private static @Nullable SignInWay way(@Nullable String id) {
        return id == null
                ? null
                : SignInWay.ofId(id)
                        .orElseThrow(() -> new InvalidFilterException("\"way\" is one of "
                                + Arrays.stream(SignInWay.values())
                                        .map(SignInWay::id)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static @Nullable String sent(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
