package cloud.magento.accounts.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where upstream's endpoints are (OpenID Connect Discovery 1.0, section 3).
 *
 * @param issuer the issuer identifier
 * @param authorization where people are sent to sign in
 * @param token where codes are redeemed
 * @param keys where the issuer's public keys are
 * @param userInfo where claims are asked for, or null where there is no such endpoint
 * @param endSession where people are sent to sign out, or null where there is no such endpoint
 * @param issuerInResponse whether authorization responses carry {@code iss} (RFC 9207)
 */
record UpstreamMetadata(
        String issuer,
        URI authorization,
        URI token,
        URI keys,
        @Nullable URI userInfo,
        @Nullable URI endSession,
        boolean issuerInResponse) {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    /** Where the issuer publishes its metadata. */
    static URI location(String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(base + WELL_KNOWN);
    }

    /**
     * The metadata of an issuer that publishes none, or empty where too little is configured.
     *
     * @param config the provider's configuration
     */
    static Outcome<UpstreamMetadata> configured(MagentoIdentityProviderConfig config) {
        Optional<URI> token = config.endpoint(MagentoIdentityProviderConfig.TOKEN_URL);
        Optional<URI> keys = config.endpoint(MagentoIdentityProviderConfig.JWKS_URL);
        if (token.isEmpty() || keys.isEmpty()) {
            return Outcome.failed(UpstreamFault.DISCOVERY_INCOMPLETE);
        }
        return Outcome.of(new UpstreamMetadata(
                config.issuer(),
                config.endpoint(MagentoIdentityProviderConfig.AUTHORIZATION_URL)
                        .orElse(URI.create(MagentoIdentityProviderConfig.DEFAULT_AUTHORIZATION_URL)),
                token.get(),
                keys.get(),
                config.endpoint(MagentoIdentityProviderConfig.USER_INFO_URL).orElse(null),
                config.endpoint(MagentoIdentityProviderConfig.LOGOUT_URL).orElse(null),
                false));
    }

    /** What the issuer published, with what is configured in its place where both say something. */
    static Outcome<UpstreamMetadata> published(ObjectNode document, MagentoIdentityProviderConfig config) {
        if (!Json.text(document, "issuer").filter(config.issuer()::equals).isPresent()) {
            return Outcome.failed(UpstreamFault.DISCOVERY_ISSUER_WRONG);
        }
        Reader reader = new Reader(document, config);
        Optional<URI> authorization =
                reader.endpoint("authorization_endpoint", MagentoIdentityProviderConfig.AUTHORIZATION_URL);
        Optional<URI> token = reader.endpoint("token_endpoint", MagentoIdentityProviderConfig.TOKEN_URL);
        Optional<URI> keys = reader.endpoint("jwks_uri", MagentoIdentityProviderConfig.JWKS_URL);
        if (authorization.isEmpty() || token.isEmpty() || keys.isEmpty()) {
            return Outcome.failed(UpstreamFault.DISCOVERY_INCOMPLETE);
        }
        return Outcome.of(new UpstreamMetadata(
                config.issuer(),
                authorization.get(),
                token.get(),
                keys.get(),
                reader.endpoint("userinfo_endpoint", MagentoIdentityProviderConfig.USER_INFO_URL)
                        .orElse(null),
                reader.endpoint("end_session_endpoint", MagentoIdentityProviderConfig.LOGOUT_URL)
                        .orElse(null),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false)));
    }

    private record Reader(ObjectNode document, MagentoIdentityProviderConfig config) {
        Optional<URI> endpoint(String member, String key) {
            return config.endpoint(key)
                    .or(() -> Json.text(document, member)
                            .flatMap(NetworkRule::url)
                            .filter(url -> config.networkRule().admits(url)));
        }
    }
}
