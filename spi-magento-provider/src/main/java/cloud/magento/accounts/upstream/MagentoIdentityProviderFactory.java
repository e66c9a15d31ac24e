package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.http.NetworkLimits;
import cloud.magento.accounts.upstream.http.UpstreamHttp;
import cloud.magento.accounts.upstream.protocol.Json;
import cloud.magento.accounts.web.SupportAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.broker.provider.AbstractIdentityProviderFactory;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderFactory;

/**
 * Registers Magento.com as a type of identity provider. It holds, for as long as the server runs, what all sign-ins
 * share: the way to upstream, its metadata and keys, and which alias a realm's provider goes by.
 */
public final class MagentoIdentityProviderFactory extends AbstractIdentityProviderFactory<MagentoIdentityProvider>
        implements SupportAddress {
    public static final String ID = UpstreamIdentity.PROVIDER_ID;

    private final UpstreamHttp http = new UpstreamHttp();
    private final UpstreamMonitor monitor = new UpstreamMonitor(Instant::now);
    private final ProbeRounds probes = new ProbeRounds();
    private final UpstreamDocuments documents = new UpstreamDocuments();
    private final NetworkLimits limits = new NetworkLimits(System::nanoTime);
    private final Map<String, MagentoProvider.Known> aliases = new ConcurrentHashMap<>();

    static MagentoIdentityProviderFactory of(KeycloakSession session) {
        ProviderFactory<?> factory = session.getKeycloakSessionFactory().getProviderFactory(IdentityProvider.class, ID);
        return (MagentoIdentityProviderFactory) factory;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getName() {
        return "Magento.com";
    }

    @Override
    public String getHelpText() {
        return "Sign-in through Magento.com, with the linking of existing accounts and its policy.";
    }

    @Override
    public MagentoIdentityProvider create(KeycloakSession session, IdentityProviderModel model) {
        return new MagentoIdentityProvider(session, new MagentoIdentityProviderConfig(model));
    }

    /** Also the first that is known of a provider in the file of a realm: see {@link ProviderOfNewRealm}. */
    @Override
    public MagentoIdentityProviderConfig createConfig() {
        ProviderOfNewRealm.tell();
        return new MagentoIdentityProviderConfig();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return MagentoIdentityProviderConfigProperties.all();
    }

    @Override
    public Optional<String> supportAddress(KeycloakSession session, RealmModel realm) {
        return MagentoProvider.in(session, realm).flatMap(MagentoIdentityProviderConfig::supportUrl);
    }

    /** From an issuer's metadata document only the issuer is taken: everything else is read again when it is needed. */
    @Override
    public Map<String, String> parseConfig(KeycloakSession session, String config) {
        Map<String, String> parsed = new HashMap<>();
        Json.object(config)
                .flatMap(document -> Json.text(document, "issuer"))
                .ifPresent(issuer -> parsed.put(IdentityProviderModel.ISSUER, issuer));
        return parsed;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(probes);
        factory.register(event -> {
            if (event instanceof RealmModel.IdentityProviderUpdatedEvent updated) {
                MagentoProvider.forget(updated.getKeycloakSession(), updated.getRealm());
                forget(updated.getRealm().getId());
            } else if (event instanceof RealmModel.IdentityProviderRemovedEvent removed) {
                ReplacedProvider.removed(removed);
                MagentoProvider.forget(removed.getKeycloakSession(), removed.getRealm());
                forget(removed.getRealm().getId());
            } else if (event instanceof RealmModel.RealmCreationEvent begun) {
                ProviderOfNewRealm.begun(begun);
            } else if (event instanceof RealmModel.RealmPostCreateEvent ended) {
                ProviderOfNewRealm.ended(ended);
            }
        });
    }

    @Override
    public void close() {
        probes.close();
        http.close();
    }

    UpstreamClient client(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig config) {
        return new UpstreamClient(session, realm, config, http, documents, monitor, limits);
    }

    Map<String, MagentoProvider.Known> aliases() {
        return aliases;
    }

    void forget(String realmId) {
        documents.forget(realmId);
        http.forget(realmId);
        monitor.forget(realmId);
    }
}
