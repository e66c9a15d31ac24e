package cloud.magento.accounts.adoption;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Ends the way back of a provider that was taken over, when its policy begins to stop people or it is removed. A global
 * listener, so no realm has to name it.
 */
public final class AdoptionListenerFactory extends GlobalListenerFactory {

    public AdoptionListenerFactory() {
        super("magento-adoption");
        follow(AdoptionListenerFactory::onEvent);
    }

    private static void onEvent(ProviderEvent event) {
        if (event instanceof RealmModel.IdentityProviderUpdatedEvent updated) {
            IdentityProviderModel provider = updated.getUpdatedIdentityProvider();
            if (UpstreamIdentity.PROVIDER_ID.equals(provider.getProviderId())
                    && !new MagentoIdentityProviderConfig(provider).reportsOnly()) {
                AdoptedProvider.forget(updated.getKeycloakSession(), updated.getRealm(), provider.getAlias());
            }
        } else if (event instanceof RealmModel.IdentityProviderRemovedEvent removed) {
            AdoptedProvider.forget(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getRemovedIdentityProvider().getAlias());
        }
    }
}
