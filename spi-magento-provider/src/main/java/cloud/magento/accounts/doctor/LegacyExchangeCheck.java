package cloud.magento.accounts.doctor;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.common.Profile;

/** The exchange of a token for a SAML assertion, which is built past every gate. */
final class LegacyExchangeCheck implements Check {
    @Override
    public String id() {
        return "token-exchange";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        List<String> serviceProviders = examination.applications().stream()
                .filter(application -> "saml".equals(application.protocol()))
                .map(Application::clientId)
                .toList();
        return Profile.isFeatureEnabled(Profile.Feature.TOKEN_EXCHANGE) && !serviceProviders.isEmpty()
                ? Stream.of(Found.severe(
                        "server",
                        "The server was built with the feature token-exchange, and the realm has SAML clients, such as "
                                + serviceProviders.get(0) + ".",
                        "Whoever has an access token exchanges it for a SAML assertion, also who would be stopped at"
                                + " the gate by now.",
                        "Build the server without the feature token-exchange. The standard token exchange, which is on"
                                + " anyhow, issues no assertions."))
                : Stream.empty();
    }
}
