package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/** Another identity provider of a realm, by Keycloak's own OpenID Connect, which nothing here speaks of. */
public final class OtherProvider implements AutoCloseable {
    private final Broker broker;
    private final String realm;
    private final String alias = "other-" + UUID.randomUUID();
    private final MagentoStandIn upstream = MagentoStandIn.start();

    private OtherProvider(Broker broker, String realm) {
        this.broker = broker;
        this.realm = realm;
    }

    /** Starts one and has the accounts' realm know it. */
    public static OtherProvider of(Broker broker) {
        return of(broker, Broker.REALM);
    }

    /** Starts one and has a realm know it. */
    public static OtherProvider of(Broker broker, String realm) {
        OtherProvider other = new OtherProvider(broker, realm);
        other.upstream.client().redirectingTo(broker.realm(realm).url("/broker/" + other.alias + "/endpoint"));
        broker.realm(realm)
                .admin()
                .tryToCreateProvider(
                        Map.of("alias", other.alias, "providerId", "oidc", "enabled", true, "config", other.config()))
                .expecting(201);
        return other;
    }

    public String alias() {
        return alias;
    }

    /** Where its people sign in. */
    public MagentoStandIn upstream() {
        return upstream;
    }

    @Override
    public void close() {
        broker.server().delete(path());
        upstream.close();
    }

    /** Changes some of its properties, named as in Keycloak's representation. */
    public void change(Map<String, Object> properties) {
        ObjectNode provider = (ObjectNode) broker.server().get(path());
        properties.forEach((name, value) -> provider.set(name, Http.JSON.valueToTree(value)));
        broker.server().put(path(), provider);
    }

    private String path() {
        return "/" + realm + "/identity-provider/instances/" + alias;
    }

    private Map<String, String> config() {
        return Map.ofEntries(
                Map.entry("issuer", upstream.issuer()),
                Map.entry(
                        "authorizationUrl",
                        upstream.address(Endpoint.AUTHORIZATION).toString()),
                Map.entry("tokenUrl", upstream.address(Endpoint.TOKEN).toString()),
                Map.entry("jwksUrl", upstream.address(Endpoint.KEYS).toString()),
                Map.entry("useJwksUrl", "true"),
                Map.entry("validateSignature", "true"),
                Map.entry("clientId", upstream.client().id()),
                Map.entry("clientSecret", upstream.client().secret()),
                Map.entry("clientAuthMethod", "client_secret_post"),
                Map.entry("pkceEnabled", "true"),
                Map.entry("pkceMethod", "S256"),
                Map.entry("disableUserInfo", "true"),
                Map.entry("defaultScope", "openid profile email"));
    }
}
