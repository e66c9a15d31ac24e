package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A provider of Keycloak's own type OpenID Connect, as realms have it before ours takes it over. */
public final class StockProvider {
    private StockProvider() {}

    /** Its representation, with Magento.com as upstream. */
    public static Map<String, Object> of(MagentoStandIn magento) {
        URI metadata = URI.create(magento.issuer() + "/.well-known/openid-configuration");
        JsonNode published = new Http().get(metadata).json();
        Map<String, String> config = new HashMap<>(Map.of(
                "issuer", magento.issuer(),
                "authorizationUrl", published.get("authorization_endpoint").asText(),
                "tokenUrl", published.get("token_endpoint").asText(),
                "userInfoUrl", published.get("userinfo_endpoint").asText(),
                "jwksUrl", published.get("jwks_uri").asText(),
                "clientId", magento.client().id(),
                "clientSecret", magento.client().secret(),
                "clientAuthMethod", "client_secret_basic"));
        config.putAll(Map.of(
                "defaultScope", "openid profile email",
                "useJwksUrl", "true",
                "validateSignature", "true",
                "pkceEnabled", "true",
                "pkceMethod", "S256",
                "syncMode", "IMPORT"));
        return Map.of("alias", Broker.PROVIDER, "providerId", "oidc", "displayName", "Magento", "config", config);
    }
}
