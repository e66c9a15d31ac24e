package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.ExportFormat;
import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.report.ListExport;
import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.web.Download;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** A list of accounts as a file. */
final class ExportResponse {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private ExportResponse() {}

    /**
     * The response; whoever asked has been put on record.
     *
     * @param what the list, as the file's name has it
     * @param list asks for it, in the file's own transaction
     */
    static Response of(
            KeycloakSession session,
            RealmModel realm,
            String what,
            ExportFormat format,
            Function<Reports, ListExport> list) {
        String name = what + "-" + STAMP.format(Instant.ofEpochMilli(Time.currentTimeMillis())) + "." + format.id();
        return Download.of(
                session,
                realm,
                name,
                format.mediaType() + ";charset=UTF-8",
                (own, ownRealm, out) -> format.write(list.apply(ReportAccess.reports(own, ownRealm)), out));
    }

    /**
     * The format that is wanted.
     *
     * @param format {@code csv} or {@code ndjson}; without it the header Accept decides, and CSV is what it is else
     * @throws InvalidFilterException for another one
     */
    static ExportFormat format(KeycloakSession session, @Nullable String format) {
        return format == null || format.isEmpty()
                ? accepted(session)
                : ExportFormat.withId(format)
                        .orElseThrow(() -> new InvalidFilterException("\"format\" is csv or ndjson."));
    }

    private static ExportFormat accepted(KeycloakSession session) {
        return session.getContext().getRequestHeaders().getAcceptableMediaTypes().stream()
                .flatMap(type -> Arrays.stream(ExportFormat.values())
                        .filter(format -> type.isCompatible(MediaType.valueOf(format.mediaType()))))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_ACCEPTABLE,
                        "An export is text/csv or application/x-ndjson; \"format\" says so too."));
    }
}
