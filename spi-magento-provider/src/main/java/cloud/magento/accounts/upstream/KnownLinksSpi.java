package cloud.magento.accounts.upstream;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Has Keycloak find {@link KnownLinks}. */
public final class KnownLinksSpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "magento-known-links";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return KnownLinks.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return KnownLinksFactory.class;
    }
}
