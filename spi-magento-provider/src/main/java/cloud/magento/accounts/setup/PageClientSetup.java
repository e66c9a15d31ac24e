package cloud.magento.accounts.setup;

import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Encode;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** The client by which the account page signs its user in; it takes no token anywhere else. */
final class PageClientSetup {
    static final String ID = "magento-account-settings";

    private final RealmModel realm;

    PageClientSetup(RealmModel realm) {
        this.realm = realm;
    }

    void apply(Changes changes) {
        changes.ensure("client", ID, realm.getClientByClientId(ID) != null, this::make);
    }

    private void make() {
        String pages = "/realms/" + Encode.encodePathAsIs(realm.getName()) + "/magento/";
        ClientModel client = KeycloakModelUtils.createPublicClient(realm, ID);
        client.setName("Account settings");
        client.setDescription("The page where people connect their account with Magento.com");
        client.setEnabled(true);
        client.setRootUrl(Constants.AUTH_BASE_URL_PROP);
        client.setBaseUrl(pages + "user");
        client.addRedirectUri(pages + "*");
        client.setFullScopeAllowed(false);
        client.setStandardFlowEnabled(true);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(false);
        client.setConsentRequired(false);
        client.setAttribute(OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD, OAuth2Constants.PKCE_METHOD_S256);
        client.setAttribute(OIDCConfigAttributes.POST_LOGOUT_REDIRECT_URIS, "+");
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
    }
}
