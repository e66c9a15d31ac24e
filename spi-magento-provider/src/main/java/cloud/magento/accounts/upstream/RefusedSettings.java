package cloud.magento.accounts.upstream;

import cloud.magento.accounts.ledger.chain.HiddenLetters;
import jakarta.ws.rs.core.Response;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.ErrorResponseException;

/**
 * What an operator saved is refused. The message repeats what was sent, and Keycloak writes it into its log: see
 * {@link HiddenLetters}. It is told also where there is no answer to put it into: an import beside the server prints
 * what it failed with.
 */
final class RefusedSettings extends ErrorResponseException {
    private static final long serialVersionUID = 1;

    private final String reason;

    private RefusedSettings(String reason, Response.Status status) {
        super(ErrorResponse.error(reason, status).getResponse());
        this.reason = reason;
    }

    static RefusedSettings because(String message, Response.Status status) {
        return new RefusedSettings(HiddenLetters.masked(message), status);
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
