package cloud.magento.accounts.registry;

import java.util.Optional;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;

/** Tells from a provider's stored configuration whether it is ours and who issues its identities. */
final class UpstreamIssuer {
    private static final String PROVIDER_ID = "magento";

    private UpstreamIssuer() {}

    static boolean isUpstream(IdentityProviderModel provider) {
        return PROVIDER_ID.equals(provider.getProviderId());
    }

    /** The current realm's provider with this alias, or empty where it is not one of ours. */
    static Optional<IdentityProviderModel> provider(KeycloakSession session, String alias) {
        return Optional.ofNullable(session.identityProviders().getByAlias(alias))
                .filter(UpstreamIssuer::isUpstream);
    }

    /** The issuer configured on the current realm's provider with this alias, or empty where it is not one of ours. */
    static Optional<String> of(KeycloakSession session, String alias) {
        return provider(session, alias).map(found -> found.getConfig().get(IdentityProviderModel.ISSUER));
    }
}
