package cloud.magento.accounts.routes;

import cloud.magento.accounts.helppage.LookupLimit;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves our pages under {@code /realms/{realm}/magento}. */
public final class MagentoResourceProviderFactory implements RealmResourceProviderFactory {
    private final LookupLimit lookups = new LookupLimit(System::nanoTime);

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new MagentoResourceProvider(session, lookups);
    }

    @Override
    public String getId() {
        return "magento";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private static final class MagentoResourceProvider implements RealmResourceProvider {
        private final KeycloakSession session;
        private final LookupLimit lookups;

        MagentoResourceProvider(KeycloakSession session, LookupLimit lookups) {
            this.session = session;
            this.lookups = lookups;
        }

        @Override
        public Object getResource() {
            return new MagentoResource(session, lookups);
        }

        @Override
        public void close() {}
    }
}
