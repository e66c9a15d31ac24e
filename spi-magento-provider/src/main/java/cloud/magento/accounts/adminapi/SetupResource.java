package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.setup.RealmSetup;
import cloud.magento.accounts.setup.SetupStep;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * {@code POST setup?dryRun=}: makes in this realm what the policy needs and changes nothing that is as it has to be. It
 * wants the right to manage the realm, since the roles of this API are among what it makes.
 */
public final class SetupResource {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminAccess access;
    private final AdminEventBuilder adminEvent;

    SetupResource(KeycloakSession session, RealmModel realm, AdminAccess access, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.access = access;
        this.adminEvent = adminEvent;
    }

    /**
     * Sets the realm up.
     *
     * @param dryRun only tell what would be done
     * @return one object a step: {@code kind}, {@code name}, {@code outcome} ({@code present} or {@code changed})
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public List<Map<String, String>> setUp(@QueryParam("dryRun") boolean dryRun) {
        access.requireManageRealm();
        List<Map<String, String>> steps = RealmSetup.apply(session, realm, dryRun).stream()
                .map(SetupResource::body)
                .toList();
        if (!dryRun) {
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource("MAGENTO_SETUP")
                    .resourcePath(session.getContext().getUri())
                    .representation(steps)
                    .success();
        }
        return steps;
    }

    private static Map<String, String> body(SetupStep step) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("kind", step.kind());
        body.put("name", step.name());
        body.put("outcome", step.outcome().name().toLowerCase(Locale.ROOT));
        return body;
    }
}
