package cloud.magento.accounts.setup;

import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.transaction.AfterCommit;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MapperCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Says in the log that a realm's policy stops nobody, that its provider is switched off, or that it has settings that
 * nobody reads or mappers that cannot work: each at the start of the server and when it becomes so, since any of it is
 * easily left so by mistake. Nothing is said twice while it stays as it is, however often the provider is saved, nor of
 * a change that is not committed.
 */
final class PolicyWarnings {
    private static final Logger LOG = Logger.getLogger(PolicyWarnings.class);

    /** What holds, by the realm's id. */
    private final Map<String, List<String>> said = new ConcurrentHashMap<>();

    private final Consumer<String> log;

    PolicyWarnings() {
        this(LOG::warn);
    }

    PolicyWarnings(Consumer<String> log) {
        this.log = log;
    }

    void atStart(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(
                factory, session -> session.realms().getRealmsStream().toList().forEach(realm -> of(session, realm)));
    }

    void of(KeycloakSession session, RealmModel realm) {
        RealmSetup.magentoProviders(session, realm).forEach(provider -> of(session, realm, provider));
    }

    void of(KeycloakSession session, RealmModel realm, IdentityProviderModel provider) {
        String realmId = realm.getId();
        List<String> sentences =
                new ArrayList<>(sentences(realm.getName(), new MagentoIdentityProviderConfig(provider)));
        MapperCheck.problems(session, realm, provider.getAlias())
                .forEach(problem -> sentences.add("Realm " + realm.getName() + ": nobody can sign in through "
                        + provider.getAlias() + ". " + problem));
        AfterCommit.run(session, () -> say(realmId, sentences));
    }

    void forget(String realmId) {
        said.remove(realmId);
    }

    void say(String realmId, List<String> sentences) {
        List<String> before = said.put(realmId, sentences);
        sentences.stream()
                .filter(sentence -> before == null || !before.contains(sentence))
                .forEach(log);
    }

    static List<String> sentences(String realm, MagentoIdentityProviderConfig provider) {
        List<String> sentences = new ArrayList<>();
        if (provider.reportsOnly()) {
            sentences.add("Realm " + realm + " only reports (" + LinkSettings.REPORT_ONLY
                    + " is on): who would have to link or to sign in upstream is counted, and nobody is stopped");
        }
        if (!provider.isEnabled()) {
            sentences.add("Realm " + realm + ": the identity provider " + provider.getAlias()
                    + " is disabled. The gate stays as it is, and nobody can link or sign in upstream: this is an"
                    + " outage, not a way to end the policy");
        }
        provider.unknownSettings()
                .forEach(unknown -> sentences.add("Realm " + realm + ": of the identity provider " + provider.getAlias()
                        + " a setting is stored that nobody reads. " + unknown + " Remove it"));
        return List.copyOf(sentences);
    }
}
