package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.InvalidFilterException;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * One call of the API: by whom, in which realm, and what stays on record of it.
 *
 * @param hasParameters whether the request's parameters are those of the call, and not of a page that makes it
 */
record AdminCall(
        KeycloakSession session, RealmModel realm, AdminAccess access, AdminEventBuilder event, boolean hasParameters) {

    /** Puts the call on record. */
    void record(OperationType operation, String resource) {
        begun(operation, resource).success();
    }

    /** The same, with what was asked for or came of it. */
    void record(OperationType operation, String resource, Object representation) {
        begun(operation, resource).representation(representation).success();
    }

    /** Refuses a parameter that nobody reads. */
    void requireKnown(Set<String> parameters) {
        if (!hasParameters) {
            return;
        }
        try {
            KnownParameters.check(session, parameters);
        } catch (InvalidFilterException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private AdminEventBuilder begun(OperationType operation, String resource) {
        return event.operation(operation)
                .resource(resource)
                .resourcePath(session.getContext().getUri());
    }
}
