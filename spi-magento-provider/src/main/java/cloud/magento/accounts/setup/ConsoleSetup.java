package cloud.magento.accounts.setup;

import java.util.List;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderShowInAccountConsole;
import org.keycloak.models.IdentityProviderStorageProvider;

/**
 * Takes the provider out of Keycloak's account console, which would offer to remove the link and show the refusal's
 * code as it is. Whoever lets people disconnect there, or has said whether it shows, is left alone.
 */
final class ConsoleSetup {
    private static final String SELF_UNLINK = "selfUnlink";

    private final SetupChanges changes;

    ConsoleSetup(SetupChanges changes) {
        this.changes = changes;
    }

    void apply(IdentityProviderStorageProvider providers, List<IdentityProviderModel> magentoProviders) {
        for (IdentityProviderModel provider : magentoProviders) {
            boolean settled = provider.getConfig().containsKey(IdentityProviderModel.SHOW_IN_ACCOUNT_CONSOLE)
                    || Boolean.parseBoolean(provider.getConfig().get(SELF_UNLINK));
            changes.ensure("account-console", "without " + provider.getAlias(), settled, () -> {
                provider.getConfig()
                        .put(
                                IdentityProviderModel.SHOW_IN_ACCOUNT_CONSOLE,
                                IdentityProviderShowInAccountConsole.NEVER.name());
                providers.update(provider);
            });
        }
    }
}
