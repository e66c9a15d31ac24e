package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.preview.AccountPreview;
import cloud.magento.accounts.report.InvalidFilterException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;

/** {@code GET users/{id}/preview}: what the gate would say of one account at an instant. */
public final class AccountPreviewResource {
    private final AdminCall call;
    private final ReportAccess reports;
    private final UserModel user;

    AccountPreviewResource(AdminCall call, ReportAccess reports, UserModel user) {
        this.call = call;
        this.reports = reports;
        this.user = user;
    }

    /**
     * Decides.
     *
     * @param at the instant; without it the realm's deadline, or now where that has passed
     * @param client the only application to tell of
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public PreviewBody.Account preview(
            @QueryParam("at") @Nullable String at, @QueryParam("client") @Nullable String client) {
        return reports.ask(Set.of("at", "client"), all -> {
            Instant asked = PreviewResource.instant(all, at);
            AccountPreview preview = AccountPreview.of(call.session(), call.realm(), user, asked, client(client))
                    .orElseThrow();
            call.record(OperationType.ACTION, "MAGENTO_PREVIEW");
            return PreviewBody.Account.of(preview);
        });
    }

    private @Nullable ClientModel client(@Nullable String clientId) {
        if (clientId == null || clientId.isEmpty()) {
            return null;
        }
        ClientModel client = call.realm().getClientByClientId(clientId);
        if (client == null) {
            throw new InvalidFilterException("\"client\" is the id of a client of this realm.");
        }
        return client;
    }
}
