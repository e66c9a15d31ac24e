package cloud.magento.accounts.setup;

import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;

/**
 * The client scope that tells applications how an account stands. A default of the realm, so that clients made later
 * have it; clients that are there get it once, when it is made, so that one that gave it up keeps without.
 */
final class StatusScopeSetup {
    static final String NAME = "magento-link";

    private static final String MAPPER = "magento-link-status";

    private final RealmModel realm;

    StatusScopeSetup(RealmModel realm) {
        this.realm = realm;
    }

    void apply(SetupChanges changes) {
        ClientScopeModel scope = KeycloakModelUtils.getClientScopeByName(realm, NAME);
        changes.ensure("client-scope", NAME, scope != null, scope != null && isRight(scope), this::make, () -> {
            if (scope != null) {
                scope.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
                if (!hasMapper(scope)) {
                    scope.addProtocolMapper(mapper());
                }
            }
        });
    }

    /** Which of the claims go where is the operator's to say. */
    private static boolean isRight(ClientScopeModel scope) {
        return OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol()) && hasMapper(scope);
    }

    private static boolean hasMapper(ClientScopeModel scope) {
        return scope.getProtocolMappersStream().anyMatch(mapper -> MAPPER.equals(mapper.getProtocolMapper()));
    }

    private void make() {
        ClientScopeModel scope = realm.addClientScope(NAME);
        scope.setDescription("How the account stands towards its Magento.com link");
        scope.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        scope.setDisplayOnConsentScreen(false);
        scope.setIncludeInTokenScope(false);
        scope.addProtocolMapper(mapper());
        realm.addDefaultClientScope(scope, true);
        realm.getClientsStream()
                .filter(StatusScopeSetup::issuesTokens)
                .forEach(client -> client.addClientScope(scope, true));
    }

    private static boolean issuesTokens(ClientModel client) {
        return OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol()) && !client.isBearerOnly();
    }

    private static ProtocolMapperModel mapper() {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setName("Magento.com link status");
        mapper.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        mapper.setProtocolMapper(MAPPER);
        mapper.setConfig(Map.of(
                OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_ID_TOKEN, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_USERINFO, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_INTROSPECTION, "true"));
        return mapper;
    }
}
