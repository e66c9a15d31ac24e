package cloud.magento.accounts.ledger.webhook;

import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The webhook's options, as the server lists them. */
final class WebhookProperties {
    static final String URL = "url";
    static final String SECRET = "secret";
    static final String REALM = "realm";
    static final String PERSONAL_DATA = "personal-data";
    static final String INTERVAL_SECONDS = "interval-seconds";
    static final String TIMEOUT_SECONDS = "timeout-seconds";
    static final String ALLOW_INSECURE_URL = "allow-insecure-url";

    static final List<ProviderConfigProperty> ALL = ProviderConfigurationBuilder.create()
            .property()
            .name(URL)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("Where the ledger's entries are posted to. Empty: nowhere.")
            .add()
            .property()
            .name(SECRET)
            .type(ProviderConfigProperty.PASSWORD)
            .helpText("The secret that signs what is sent: at least 32 characters, or whsec_ and Base64.")
            .secret(true)
            .add()
            .property()
            .name(REALM)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("Names of the realms whose ledgers are sent, separated by commas. Empty: all.")
            .add()
            .property()
            .name(PERSONAL_DATA)
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .helpText("On: what the ledger tells of people is sent too. Off: only entries and their hashes.")
            .defaultValue(false)
            .add()
            .property()
            .name(INTERVAL_SECONDS)
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .helpText(
                    "Seconds between two looks for new entries, and before a failed message is sent again for the first"
                            + " time: 1 to 300.")
            .defaultValue(WebhookSettings.DEFAULT_INTERVAL_SECONDS)
            .add()
            .property()
            .name(TIMEOUT_SECONDS)
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .helpText("Seconds that the receiver has to take a message: 1 to 120.")
            .defaultValue(WebhookSettings.DEFAULT_TIMEOUT_SECONDS)
            .add()
            .property()
            .name(ALLOW_INSECURE_URL)
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .helpText("INSECURE. Allows a URL without TLS: whoever is on the way reads what is sent.")
            .defaultValue(false)
            .add()
            .build();

    private WebhookProperties() {}
}
