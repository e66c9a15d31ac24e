package cloud.magento.accounts.upstream.protocol;

import java.net.URI;
import java.util.Optional;

/** What an operator says of upstream's endpoints, and whom this server may call at all. */
public interface EndpointSettings {
    /** An endpoint of upstream's. */
    enum Endpoint {
        AUTHORIZATION("authorization_endpoint"),
        TOKEN("token_endpoint"),
        KEYS("jwks_uri"),
        USER_INFO("userinfo_endpoint"),
        END_SESSION("end_session_endpoint"),
        PUSHED_REQUESTS("pushed_authorization_request_endpoint");

        private final String member;

        Endpoint(String member) {
            this.member = member;
        }

        /** Its name in the metadata (OpenID Connect Discovery 1.0, section 3; RFC 9126, section 5). */
        public String member() {
            return member;
        }
    }

    /** The issuer whose metadata it must be. */
    String issuer();

    /** The URL that is configured, which takes precedence over what upstream publishes. */
    Optional<URI> configured(Endpoint endpoint);

    /** Where people are sent to sign in when nobody says where. */
    URI defaultAuthorization();

    /**
     * The text as a URL that this server may call; empty for any other, since metadata must not lead into its network
     * (SSRF).
     */
    Optional<URI> admitted(String published);
}
