package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.report.Reports;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The way of the API's reading methods to the reports: who may, what was asked for, and whether there is anything. */
final class ReportAccess {
    private final AdminCall call;

    ReportAccess(AdminCall call) {
        this.call = call;
    }

    /**
     * Asks a question on behalf of somebody who may.
     *
     * @param parameters the names of the parameters that the method knows
     */
    <T> T ask(Set<String> parameters, Function<Reports, T> question) {
        call.access().requireView();
        try {
            call.requireKnown(parameters);
            return question.apply(reports(call.session(), call.realm()));
        } catch (InvalidFilterException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    static Reports reports(KeycloakSession session, RealmModel realm) {
        return Reports.in(session, realm)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "This realm has no provider: there is no identity provider of type magento, and so nothing to"
                                + " report."));
    }
}
