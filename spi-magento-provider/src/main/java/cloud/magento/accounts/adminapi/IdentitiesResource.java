package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.bulk.BulkAction;
import cloud.magento.accounts.report.ExportFormat;
import cloud.magento.accounts.report.IdentityField;
import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.report.IdentityPage;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/**
 * {@code GET identities} and {@code GET identities/export}: who is linked to whom. The reading is recorded before
 * anything is sent.
 */
public final class IdentitiesResource {
    /**
     * A page as the API tells of it.
     *
     * @param next what to give as {@code after} for the next page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<Map<String, Object>> identities, @Nullable String next) {
        public Page {
            identities = List.copyOf(identities);
        }
    }

    private static final Set<String> FILTERS = Arrays.stream(IdentityQuery.class.getFields())
            .map(field -> name(field))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> PAGE = with("after", "max");
    private static final Set<String> EXPORT = with("format");

    private final ReportAccess reports;
    private final AdminCall call;

    IdentitiesResource(AdminCall call, ReportAccess reports) {
        this.reports = reports;
        this.call = call;
    }

    /**
     * A page of accounts. Keycloak commits the transaction, and the event with it, before it sends what is returned
     * here.
     *
     * @param after {@code next} of the page before
     * @param max how many rows at most
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page page(
            @BeanParam IdentityQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("max") @Nullable String max) {
        return reports.ask(PAGE, all -> {
            IdentityFilter filter = query.filter();
            int size = max == null
                    ? IdentityPage.USUAL_SIZE
                    : (int) Parameters.number("max", max, 1, IdentityPage.MAX_SIZE);
            String cursor = after == null || after.isEmpty() ? null : after;
            IdentityPage page = all.identities(filter, cursor, size);
            Map<String, Object> record = IdentityQuery.record(filter);
            record.put("rows", page.rows().size());
            report("MAGENTO_IDENTITIES", record);
            return new Page(page.rows().stream().map(IdentityField::object).toList(), page.next());
        });
    }

    /**
     * All accounts at once, as a file.
     *
     * @param format {@code csv} or {@code ndjson}; without it the header Accept decides, and CSV is what it is else
     */
    @GET
    @Path("export")
    public Response export(@BeanParam IdentityQuery query, @QueryParam("format") @Nullable String format) {
        return reports.ask(EXPORT, all -> {
            IdentityFilter filter = query.filter();
            ExportFormat chosen = ExportResponse.format(call.session(), format);
            all.export(filter);
            Map<String, Object> record = IdentityQuery.record(filter);
            record.put("format", chosen.id());
            report("MAGENTO_EXPORT", record);
            return ExportResponse.of(call.session(), call.realm(), "identities", chosen, then -> then.export(filter));
        });
    }

    /** Changes of many accounts: links, pre-associations and exemptions. */
    @Path("import")
    public BulkResource importRows() {
        return new BulkResource(call, BulkAction.LINK);
    }

    /** The same, where a row that says nothing else ends a link. */
    @Path("unlink")
    public BulkResource unlinkRows() {
        return new BulkResource(call, BulkAction.UNLINK);
    }

    /** Pre-associations. */
    @Path("expected")
    public ExpectedResource expected() {
        return new ExpectedResource(call);
    }

    private void report(String resource, Map<String, Object> record) {
        call.record(OperationType.ACTION, resource, record);
    }

    private static Set<String> with(String... names) {
        return Stream.concat(FILTERS.stream(), Arrays.stream(names)).collect(Collectors.toUnmodifiableSet());
    }

    private static String name(Field field) {
        return field.getAnnotation(QueryParam.class).value();
    }
}
