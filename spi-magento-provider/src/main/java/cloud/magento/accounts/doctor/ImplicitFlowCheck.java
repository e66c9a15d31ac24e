package cloud.magento.accounts.doctor;

import java.util.stream.Stream;

/** Clients with the implicit or hybrid flow, whose tokens are refused on a page of Keycloak's that misleads. */
final class ImplicitFlowCheck implements Check {
    @Override
    public String id() {
        return "implicit-flow";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination.applications().stream()
                .filter(application -> application.isOidc() && !application.bearerOnly() && application.implicitFlow())
                .map(application -> Found.warning(
                        "client " + application.clientId(),
                        "The implicit flow is enabled, and with it the hybrid flow.",
                        "Tokens go through the browser's address, where the gate can refuse them only on a page of"
                                + " Keycloak's that does not say why. They live longer, and cannot be taken back.",
                        "Have the application use the authorization code with PKCE, then disable the implicit flow."));
    }
}
