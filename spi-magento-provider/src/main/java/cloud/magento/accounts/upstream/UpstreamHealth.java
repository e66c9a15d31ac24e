package cloud.magento.accounts.upstream;

import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** How upstream fares, as the circuit breaker of this node knows it. Other nodes may have fared otherwise. */
public enum UpstreamHealth {
    /** This node has not asked it yet. */
    UNKNOWN,
    ANSWERS,
    /** So many calls in a row have failed that only a few are tried. */
    FAILS;

    public static UpstreamHealth of(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        return UpstreamClient.of(session, realm, provider).health();
    }

    /** The public form, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
