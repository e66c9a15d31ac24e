package cloud.magento.accounts.setup;

import org.jboss.logging.Logger;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;

/**
 * Says in the log that a realm's policy stops nobody, or that its provider is switched off: at each start of the server and
 * whenever the provider is saved, since either is easily left so by mistake.
 */
final class PolicyWarnings {
    private static final Logger LOG = Logger.getLogger(PolicyWarnings.class);
    private static final String REPORT_ONLY = "linkReportOnly";

    private PolicyWarnings() {}

    static void atStart(PostMigrationEvent started) {
        KeycloakModelUtils.runJobInTransaction(
                started.getFactory(),
                session -> session.realms().getRealmsStream().toList().forEach(realm -> of(session, realm)));
    }

    static void of(RealmModel realm, IdentityProviderModel provider) {
        String reportOnly = provider.getConfig().get(REPORT_ONLY);
        if (reportOnly == null || reportOnly.isBlank() || Boolean.parseBoolean(reportOnly.strip())) {
            LOG.warnf(
                    "Realm %s only reports (%s is on): who would have to link or to sign in upstream is counted, and"
                            + " nobody is stopped",
                    realm.getName(), REPORT_ONLY);
        }
        if (!provider.isEnabled()) {
            LOG.warnf(
                    "Realm %s: the identity provider %s is disabled. The gate stays as it is, and nobody can link or sign in"
                            + " upstream: this is an outage, not a way to end the policy",
                    realm.getName(), provider.getAlias());
        }
    }

    private static void of(KeycloakSession session, RealmModel realm) {
        session.getContext().setRealm(realm);
        RealmSetup.magentoProviders(session).forEach(provider -> of(realm, provider));
    }
}
