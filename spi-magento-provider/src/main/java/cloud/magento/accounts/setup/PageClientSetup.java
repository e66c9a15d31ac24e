package cloud.magento.accounts.setup;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Encode;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The client by which our pages sign their users in; it takes no token anywhere else. Its addresses hold the realm's
 * name, so it follows the realm when that gets another one. Redirect addresses that an operator added stay.
 */
final class PageClientSetup {
    static final String ID = "magento-account-settings";

    /** Where the pages are, or were while the realm had another name. */
    private static final Pattern PAGES = Pattern.compile("/realms/[^/]+/magento/\\*");

    private final RealmModel realm;
    private final String pages;

    PageClientSetup(RealmModel realm) {
        this.realm = realm;
        this.pages = "/realms/" + Encode.encodePathAsIs(realm.getName()) + "/magento/";
    }

    void apply(SetupChanges changes) {
        ClientModel client = realm.getClientByClientId(ID);
        changes.ensure("client", ID, client != null, client != null && isRight(client), this::make, () -> {
            if (client != null) {
                configure(client);
            }
        });
    }

    /** Has the client's addresses follow the realm's name; nothing where there is no client. */
    void followName() {
        ClientModel client = realm.getClientByClientId(ID);
        if (client != null && !hasRightAddresses(client)) {
            address(client);
        }
    }

    private void make() {
        ClientModel client = KeycloakModelUtils.createPublicClient(realm, ID);
        client.setName("Account settings");
        client.setDescription("The page where people connect their account with Magento.com");
        configure(client);
    }

    private boolean isRight(ClientModel client) {
        return hasRightAddresses(client)
                && client.isEnabled()
                && client.isPublicClient()
                && !client.isBearerOnly()
                && client.isStandardFlowEnabled()
                && !client.isFullScopeAllowed()
                && !client.isImplicitFlowEnabled()
                && !client.isDirectAccessGrantsEnabled()
                && !client.isServiceAccountsEnabled()
                && !client.isConsentRequired()
                && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol())
                && has(client, OIDCConfigAttributes.PKCE_CODE_CHALLENGE_METHOD, OAuth2Constants.PKCE_METHOD_S256)
                && has(client, OIDCConfigAttributes.POST_LOGOUT_REDIRECT_URIS, "+");
    }

    private void configure(ClientModel client) {
        address(client);
        client.setEnabled(true);
        client.setPublicClient(true);
        client.setBearerOnly(false);
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

    private boolean hasRightAddresses(ClientModel client) {
        return Constants.AUTH_BASE_URL_PROP.equals(client.getRootUrl())
                && (pages + "user").equals(client.getBaseUrl())
                && client.getRedirectUris().equals(redirects(client));
    }

    private void address(ClientModel client) {
        client.setRootUrl(Constants.AUTH_BASE_URL_PROP);
        client.setBaseUrl(pages + "user");
        client.setRedirectUris(redirects(client));
    }

    private Set<String> redirects(ClientModel client) {
        Stream<String> others = client.getRedirectUris().stream()
                .filter(redirect -> !PAGES.matcher(redirect).matches());
        return Stream.concat(Stream.of(pages + "*"), others).collect(Collectors.toSet());
    }

    private static boolean has(ClientModel client, String attribute, String wanted) {
        @Nullable String value = client.getAttribute(attribute);
        return Objects.equals(value, wanted);
    }
}
