package cloud.magento.accounts.ledger.webhook;

import cloud.magento.accounts.spi.GlobalListenerFactory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Sends the ledger where the server's options say; off unless they do. It stands among the event listeners since
 * operators look for such options there, but listens to none: the ledger itself tells what there is to send.
 */
public final class WebhookListenerFactory extends GlobalListenerFactory {
    public static final String ID = "magento-webhook";

    private @Nullable WebhookScheduler rounds;

    public WebhookListenerFactory() {
        super(ID);
    }

    @Override
    public void init(Config.Scope config) {
        Optional<WebhookSettings> settings = WebhookSettings.of(config);
        if (settings.isPresent()) {
            rounds = new WebhookScheduler(settings.get());
            follow(rounds);
        }
    }

    @Override
    public void close() {
        super.close();
        if (rounds != null) {
            rounds.close();
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return WebhookProperties.ALL;
    }
}
