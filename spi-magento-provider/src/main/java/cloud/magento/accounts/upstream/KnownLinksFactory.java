package cloud.magento.accounts.upstream;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes what answers for the registry. */
public interface KnownLinksFactory extends ProviderFactory<KnownLinks> {
    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
