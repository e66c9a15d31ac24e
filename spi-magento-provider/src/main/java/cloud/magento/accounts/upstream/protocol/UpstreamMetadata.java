package cloud.magento.accounts.upstream.protocol;

import cloud.magento.accounts.upstream.protocol.EndpointSettings.Endpoint;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
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
 * @param pushedRequests whether authorization requests can be pushed, and where to
 * @param issuerInResponse whether authorization responses carry {@code iss} (RFC 9207)
 */
public record UpstreamMetadata(
        String issuer,
        URI authorization,
        URI token,
        URI keys,
        @Nullable URI userInfo,
        @Nullable URI endSession,
        PushedRequestSupport pushedRequests,
        boolean issuerInResponse) {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    /** Where the issuer publishes its metadata. */
    public static URI location(String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(base + WELL_KNOWN);
    }

    /**
     * The metadata of an issuer that publishes none, or a failure where too little is configured.
     *
     * @param settings what is configured
     */
    public static Outcome<UpstreamMetadata> configured(EndpointSettings settings) {
        return of(
                settings,
                endpoint -> settings.configured(endpoint)
                        .or(() -> endpoint == Endpoint.AUTHORIZATION
                                ? Optional.of(settings.defaultAuthorization())
                                : Optional.empty()),
                PushedRequestSupport.NONE,
                false);
    }

    /** What the issuer published, with what is configured in its place where both say something. */
    public static Outcome<UpstreamMetadata> published(ObjectNode document, EndpointSettings settings) {
        if (Json.text(document, "issuer").filter(settings.issuer()::equals).isEmpty()) {
            return Outcome.failed(UpstreamFault.DISCOVERY_ISSUER_WRONG);
        }
        return of(
                settings,
                endpoint -> settings.configured(endpoint)
                        .or(() -> Json.text(document, endpoint.member()).flatMap(settings::admitted)),
                new PushedRequestSupport(
                        null,
                        document.hasNonNull(Endpoint.PUSHED_REQUESTS.member()),
                        document.path("require_pushed_authorization_requests").asBoolean(false)),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    private static Outcome<UpstreamMetadata> of(
            EndpointSettings settings,
            Function<Endpoint, Optional<URI>> endpoints,
            PushedRequestSupport announced,
            boolean issuerInResponse) {
        Optional<URI> authorization = endpoints.apply(Endpoint.AUTHORIZATION);
        Optional<URI> token = endpoints.apply(Endpoint.TOKEN);
        Optional<URI> keys = endpoints.apply(Endpoint.KEYS);
        if (authorization.isEmpty() || token.isEmpty() || keys.isEmpty()) {
            return Outcome.failed(UpstreamFault.DISCOVERY_INCOMPLETE);
        }
        return Outcome.of(new UpstreamMetadata(
                settings.issuer(),
                authorization.get(),
                token.get(),
                keys.get(),
                endpoints.apply(Endpoint.USER_INFO).orElse(null),
                endpoints.apply(Endpoint.END_SESSION).orElse(null),
                announced.at(endpoints.apply(Endpoint.PUSHED_REQUESTS).orElse(null)),
                issuerInResponse));
    }
}
