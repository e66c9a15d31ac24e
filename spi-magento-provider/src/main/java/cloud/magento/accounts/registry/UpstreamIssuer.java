package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;

/** Tells from a provider's stored configuration whether it is ours and who issues its identities. */
final class UpstreamIssuer {
    private UpstreamIssuer() {}

    static boolean isUpstream(IdentityProviderModel provider) {
        return UpstreamIdentity.PROVIDER_ID.equals(provider.getProviderId());
    }

    /** The current realm's provider with this alias, or empty where it is not one of ours. */
    static Optional<IdentityProviderModel> provider(KeycloakSession session, String alias) {
        return Optional.ofNullable(session.identityProviders().getByAlias(alias))
                .filter(UpstreamIssuer::isUpstream);
    }

    /** The issuer of the current realm's provider with this alias, or empty where it is not one of ours. */
    static Optional<String> of(KeycloakSession session, String alias) {
        return provider(session, alias).map(UpstreamIssuer::of);
    }

    /** The issuer that a provider of ours takes identities of, named or not. */
    static String of(IdentityProviderModel provider) {
        @Nullable String named = provider.getConfig().get(IdentityProviderModel.ISSUER);
        return named == null || named.isBlank() ? UpstreamIdentity.DEFAULT_ISSUER : named.strip();
    }
}
