package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.ExportFormat;
import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.web.Download;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** A list of identities as a file. */
final class ExportResponse {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private ExportResponse() {}

    static Response of(KeycloakSession session, RealmModel realm, IdentityFilter filter, ExportFormat format) {
        String name = "identities-" + STAMP.format(Instant.ofEpochMilli(Time.currentTimeMillis())) + "." + format.id();
        return Download.of(
                session,
                realm,
                name,
                format.mediaType() + ";charset=UTF-8",
                (own, ownRealm, out) ->
                        format.write(ReportAccess.reports(own, ownRealm).export(filter), out));
    }
}
