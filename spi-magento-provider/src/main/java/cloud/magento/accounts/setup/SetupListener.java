package cloud.magento.accounts.setup;

import cloud.magento.accounts.upstream.ProviderOfNewRealm;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Sets up by itself a realm whose template asks for it, with the attribute {@code magento.setup} = {@code on-import}.
 * In every other realm it only registers the required action, in new realms and when the provider's settings are saved,
 * so that the policy works once its operator turns {@code linkReportOnly} off; until then the action stops nobody. A
 * provider that names no first login gets ours, since with Keycloak's nobody could be linked. The file of a new realm
 * may name it, too: it is there before Keycloak looks for it.
 */
final class SetupListener implements ProviderEventListener {
    static final String ATTRIBUTE = "magento.setup";
    static final String ON_IMPORT = "on-import";

    private static final Logger LOG = Logger.getLogger(SetupListener.class);

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof ProviderOfNewRealm announced) {
            RealmSetup.prepare(announced.realm());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            created(created.getKeycloakSession(), created.getCreatedRealm());
        } else if (event instanceof RealmModel.IdentityProviderUpdatedEvent saved
                && RealmSetup.isMagento(saved.getUpdatedIdentityProvider())) {
            RealmSetup.complete(saved.getKeycloakSession(), saved.getRealm());
        }
    }

    private void created(KeycloakSession session, RealmModel realm) {
        if (Config.getAdminRealm().equals(realm.getName())) {
            return;
        }
        if (ON_IMPORT.equals(realm.getAttribute(ATTRIBUTE))) {
            int steps = RealmSetup.apply(session, realm, false).size();
            LOG.infof("Realm %s is set up for linking to Magento.com: %d items checked", realm.getName(), steps);
        } else {
            LinkActionSetup.in(realm).forEach(LinkActionSetup::registerIfMissing);
            RealmSetup.complete(session, realm);
        }
    }
}
