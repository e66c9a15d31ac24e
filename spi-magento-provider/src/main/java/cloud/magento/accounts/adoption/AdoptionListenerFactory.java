package cloud.magento.accounts.adoption;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Ends the way back of a provider that was taken over, when its policy begins to stop people or it is removed. A global
 * listener, so no realm has to name it.
 */
public final class AdoptionListenerFactory implements EventListenerProviderFactory {
    private final ProviderEventListener listener = AdoptionListenerFactory::onEvent;
    private @Nullable KeycloakSessionFactory factory;

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

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Silent();
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "magento-adoption";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory sessions) {
        this.factory = sessions;
        sessions.register(listener);
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.unregister(listener);
        }
    }

    /** What is listened to comes as a provider event. */
    private record Silent() implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {}

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {}

        @Override
        public void close() {}
    }
}
