package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A door by which the settings of a realm's provider can be written while accounts are linked through it. */
enum ProviderDoor {
    /** The provider is updated. */
    UPDATE(409) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            return place.send("PUT", PATH, provider);
        }
    },
    /** The update says that it is of another type. */
    UPDATE_AS_ANOTHER_TYPE(400) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            return place.send("PUT", PATH, stock(provider));
        }
    },
    /** A partial import overwrites what is there, for which no right on providers is needed. */
    OVERWRITE(409) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            return overwrite(place, provider);
        }
    },
    /** A partial import puts another type in its place. */
    OVERWRITE_BY_ANOTHER_TYPE(409) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            return overwrite(place, stock(provider));
        }
    },
    /** It is deleted, which ends its links, and made anew. */
    DELETE_AND_CREATE(201) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            place.send("DELETE", PATH, Map.of()).expecting(204);
            return create(place, with(provider, Map.of("linkEnforceOverride", "The same policy again")));
        }
    },
    /** It is deleted, and another type is made under its alias. */
    DELETE_AND_CREATE_ANOTHER_TYPE(201) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            place.send("DELETE", PATH, Map.of()).expecting(204);
            return create(place, stock(provider));
        }
    },
    /** The realm is updated with a representation that has the provider, which Keycloak does not read there. */
    REALM(204) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            return place.send("PUT", "", Map.of("identityProviders", List.of(provider)));
        }
    },
    /** The database is written past the server, as a restored copy or a script does. */
    DATABASE(204) {
        @Override
        Answer write(Place place, ObjectNode provider) {
            provider.get("config")
                    .fields()
                    .forEachRemaining(setting -> place.broker()
                            .database()
                            .update(
                                    "update IDENTITY_PROVIDER_CONFIG set \"VALUE\" = ? where NAME = ? and"
                                            + " IDENTITY_PROVIDER_ID = ?",
                                    setting.getValue().asText(),
                                    setting.getKey(),
                                    provider.get("internalId").asText()));
            return place.send("POST", "/clear-realm-cache", Map.of());
        }
    };

    private static final String PATH = "/identity-provider/instances/" + Place.PROVIDER;

    private final int status;

    ProviderDoor(int status) {
        this.status = status;
    }

    /** Sends the provider through the door. */
    abstract Answer write(Place place, ObjectNode provider);

    /** What the door answers to another issuer while accounts are linked. */
    int statusOfAnotherIssuer() {
        return status;
    }

    /** The realm's provider as the administration gives it out, its secret masked. */
    static ObjectNode stored(Place place) {
        return (ObjectNode) place.admin().get(PATH);
    }

    /** The same with these settings; an empty value takes one away. */
    static ObjectNode with(ObjectNode provider, Map<String, String> settings) {
        ObjectNode config = (ObjectNode) provider.get("config");
        settings.forEach((key, value) -> {
            if (value.isEmpty()) {
                config.remove(key);
            } else {
                config.put(key, value);
            }
        });
        return provider;
    }

    static Answer create(Place place, JsonNode provider) {
        return place.send("POST", "/identity-provider/instances", provider);
    }

    static Answer overwrite(Place place, JsonNode provider) {
        return partialImport(place, "OVERWRITE", provider);
    }

    static Answer partialImport(Place place, String ifResourceExists, JsonNode provider) {
        return place.send(
                "POST",
                "/partialImport",
                Map.of("ifResourceExists", ifResourceExists, "identityProviders", List.of(provider)));
    }

    /** Where this upstream is, with the secret that it knows the broker by. */
    static Map<String, String> upstream(MagentoStandIn magento) {
        return Map.of(
                "issuer", magento.issuer(),
                "clientId", magento.client().id(),
                "clientSecret", magento.client().secret());
    }

    /** The provider as one of Keycloak's own type. */
    private static ObjectNode stock(ObjectNode provider) {
        String issuer = provider.get("config").get("issuer").asText();
        provider.put("providerId", "oidc").remove("firstBrokerLoginFlowAlias");
        return with(
                provider,
                Map.of(
                        "authorizationUrl", issuer + Endpoint.AUTHORIZATION.path(),
                        "tokenUrl", issuer + Endpoint.TOKEN.path(),
                        "jwksUrl", issuer + Endpoint.KEYS.path(),
                        "useJwksUrl", "true",
                        "validateSignature", "true",
                        "disableUserInfo", "true",
                        "clientAuthMethod", "client_secret_post"));
    }
}
