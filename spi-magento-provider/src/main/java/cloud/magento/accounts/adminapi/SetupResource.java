package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.setup.RealmSetup;
import cloud.magento.accounts.setup.SetupStep;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * {@code POST setup?dryRun=}: makes in this realm what the policy needs and changes nothing that is as it has to be. It
 * wants the right to manage the realm, since the roles of this API are among what it makes.
 */
public final class SetupResource {
    /** A step as the API tells of it. */
    public record Step(String kind, String name, String outcome) {
        static Step of(SetupStep step) {
            return new Step(step.kind(), step.name(), step.outcome().name().toLowerCase(Locale.ROOT));
        }
    }

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
    public List<Step> setUp(@QueryParam("dryRun") boolean dryRun) {
        access.requireManageRealm();
        List<Step> steps =
                RealmSetup.apply(session, realm, dryRun).stream().map(Step::of).toList();
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
}
