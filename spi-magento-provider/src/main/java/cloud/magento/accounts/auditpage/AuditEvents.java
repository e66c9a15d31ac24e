package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.Visitor;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Puts on record that somebody read what is personal, as an admin event like those of the admin REST API. */
final class AuditEvents {
    private final KeycloakSession session;
    private final Visitor auditor;
    private final ClientModel client;

    AuditEvents(KeycloakSession session, Visitor auditor) {
        this.session = session;
        this.auditor = auditor;
        this.client = session.getContext().getClient();
    }

    /** A look at accounts and whom they are tied to. */
    void identities(Map<String, Object> what) {
        tell("MAGENTO_IDENTITIES", what);
    }

    /** A list of accounts taken away. */
    void export(Map<String, Object> what) {
        tell("MAGENTO_EXPORT", what);
    }

    /** Somebody read the ledger. */
    void ledger(Map<String, Object> what) {
        tell("MAGENTO_LEDGER", what);
    }

    private void tell(String resource, Map<String, Object> what) {
        AdminAuth asked = new AdminAuth(session.getContext().getRealm(), new AccessToken(), auditor.user(), client);
        new AdminEventBuilder(
                        session.getContext().getRealm(),
                        asked,
                        session,
                        session.getContext().getConnection())
                .operation(OperationType.ACTION)
                .resource(resource)
                .resourcePath(session.getContext().getUri())
                .representation(what)
                .success();
    }
}
