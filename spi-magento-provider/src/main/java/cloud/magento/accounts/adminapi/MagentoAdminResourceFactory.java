package cloud.magento.accounts.adminapi;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves the admin REST API under {@code /admin/realms/{realm}/magento}. */
public final class MagentoAdminResourceFactory
        implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {
    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        AdminAccess access = new AdminAccess(auth, auth.adminAuth().getUser().getId());
        return new MagentoAdminResource(new AdminCall(session, realm, access, adminEvent, true));
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
}
