package cloud.magento.accounts.doctor;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.CibaConfig;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceConfig;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * What matters of an enabled client. All of a realm are read by three statements: Keycloak reads each of its clients by
 * several.
 *
 * @param protocol null where Keycloak takes it for OpenID Connect
 * @param flows the flows that it has in place of the realm's, their ids by the name of the binding
 * @param attributes those of {@link #ATTRIBUTES} that it has
 */
record Application(
        String id,
        String clientId,
        @Nullable String protocol,
        boolean bearerOnly,
        boolean standardFlow,
        boolean implicitFlow,
        boolean directGrant,
        Map<String, String> flows,
        Map<String, String> attributes) {

    /** What is read of a client's attributes. None of them is a secret. */
    static final Set<String> ATTRIBUTES = Set.of(
            CibaConfig.OIDC_CIBA_GRANT_ENABLED,
            OAuth2DeviceConfig.OAUTH2_DEVICE_AUTHORIZATION_GRANT_ENABLED,
            OIDCConfigAttributes.STANDARD_TOKEN_EXCHANGE_ENABLED,
            OIDCConfigAttributes.JWT_AUTHORIZATION_GRANT_ENABLED,
            Constants.MINIMUM_ACR_VALUE,
            OIDCConfigAttributes.ACCESS_TOKEN_LIFESPAN,
            OIDCConfigAttributes.CLIENT_OFFLINE_SESSION_IDLE_TIMEOUT);

    private static final String CLIENTS = """
            select c.id, c.clientId, c.protocol, c.bearerOnly, c.standardFlowEnabled, c.implicitFlowEnabled,
                   c.directAccessGrantsEnabled
            from ClientEntity c where c.realmId = :realm and c.enabled = true order by c.clientId
            """;

    private static final String FLOWS = """
            select c.id, key(f), value(f) from ClientEntity c join c.authFlowBindings f
            where c.realmId = :realm and c.enabled = true
            """;

    private static final String OF_ATTRIBUTES = """
            select a.client.id, a.name, a.value from ClientAttributeEntity a
            where a.client.realmId = :realm and a.client.enabled = true and a.name in :names
            """;

    /** All of the realm's, by their client ids. */
    static List<Application> of(KeycloakSession session, RealmModel realm) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        Map<String, Map<String, String>> flows = byClient(entities.createQuery(FLOWS, Object[].class)
                .setParameter("realm", realm.getId())
                .getResultList());
        Map<String, Map<String, String>> attributes = byClient(entities.createQuery(OF_ATTRIBUTES, Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("names", ATTRIBUTES)
                .getResultList());
        return entities
                .createQuery(CLIENTS, Object[].class)
                .setParameter("realm", realm.getId())
                .getResultList()
                .stream()
                .map(row -> new Application(
                        (String) row[0],
                        (String) row[1],
                        (String) row[2],
                        (Boolean) row[3],
                        (Boolean) row[4],
                        (Boolean) row[5],
                        (Boolean) row[6],
                        flows.getOrDefault((String) row[0], Map.of()),
                        attributes.getOrDefault((String) row[0], Map.of())))
                .toList();
    }

    /** Rows of a client's id, a name and its value. */
    private static Map<String, Map<String, String>> byClient(List<Object[]> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> (String) row[0],
                        Collector.of(
                                HashMap::new,
                                (values, row) -> values.put((String) row[1], String.valueOf(row[2])),
                                (one, other) -> {
                                    one.putAll(other);
                                    return one;
                                })));
    }

    boolean isOidc() {
        return protocol == null || OIDCLoginProtocol.LOGIN_PROTOCOL.equals(protocol);
    }

    /** Whether people sign in to it with a browser. */
    boolean hasBrowserSignIn() {
        return !bearerOnly && (!isOidc() || standardFlow || implicitFlow);
    }

    /** Whether an attribute of it is "true". */
    boolean has(String attribute) {
        return Boolean.parseBoolean(attributes.get(attribute));
    }

    /** The number that an attribute of it is; 0 where there is none. */
    int seconds(String attribute) {
        String value = attributes.getOrDefault(attribute, "");
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    }

    boolean hasPasswordGrant() {
        return !bearerOnly && isOidc() && directGrant;
    }
}
