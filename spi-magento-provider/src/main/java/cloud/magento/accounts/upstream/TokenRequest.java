package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.http.Endpoint;
import cloud.magento.accounts.upstream.http.UpstreamCall;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.PendingRequest;
import cloud.magento.accounts.upstream.protocol.SigningAlgorithm;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.BasicAuthHelper;
import org.keycloak.vault.VaultStringSecret;

/** The request that turns a code into tokens, with the PKCE verifier and this server's own proof of who it is. */
final class TokenRequest {
    private static final int ASSERTION_SECONDS = 60;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;

    TokenRequest(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig config) {
        this.session = session;
        this.realm = realm;
        this.config = config;
    }

    Outcome<UpstreamCall> build(URI tokenEndpoint, String code, PendingRequest request) {
        Map<String, String> form = new HashMap<>();
        form.put(OAuth2Constants.GRANT_TYPE, OAuth2Constants.AUTHORIZATION_CODE);
        form.put(OAuth2Constants.CODE, code);
        form.put(OAuth2Constants.REDIRECT_URI, request.redirectUri());
        form.put(OAuth2Constants.CODE_VERIFIER, request.verifier());
        return switch (config.clientAuthMethod()) {
            case CLIENT_SECRET_BASIC ->
                secret().flatMap(secret -> Outcome.of(UpstreamCall.post(Endpoint.TOKEN, tokenEndpoint, form)
                        .with("Authorization", BasicAuthHelper.RFC6749.createHeader(config.clientId(), secret))));
            case CLIENT_SECRET_POST ->
                secret().flatMap(secret -> {
                    form.put(OAuth2Constants.CLIENT_ID, config.clientId());
                    form.put(OAuth2Constants.CLIENT_SECRET, secret);
                    return Outcome.of(UpstreamCall.post(Endpoint.TOKEN, tokenEndpoint, form));
                });
            case PRIVATE_KEY_JWT ->
                assertion(tokenEndpoint).flatMap(assertion -> {
                    form.put(OAuth2Constants.CLIENT_ID, config.clientId());
                    form.put(OAuth2Constants.CLIENT_ASSERTION_TYPE, OAuth2Constants.CLIENT_ASSERTION_TYPE_JWT);
                    form.put(OAuth2Constants.CLIENT_ASSERTION, assertion);
                    return Outcome.of(UpstreamCall.post(Endpoint.TOKEN, tokenEndpoint, form));
                });
        };
    }

    private Outcome<String> secret() {
        Optional<String> configured = config.clientSecret();
        if (configured.isEmpty()) {
            return Outcome.failed(UpstreamFault.CREDENTIAL_MISSING);
        }
        try (VaultStringSecret secret = session.vault().getStringSecret(configured.get())) {
            return Outcome.of(secret.get().orElse(configured.get()));
        }
    }

    /** OpenID Connect Core 1.0, section 9: issued by and about this client, for the token endpoint, for one use. */
    private Outcome<String> assertion(URI tokenEndpoint) {
        String algorithm = Optional.ofNullable(realm.getDefaultSignatureAlgorithm())
                .flatMap(SigningAlgorithm::ofId)
                .map(SigningAlgorithm::id)
                .orElse(Algorithm.RS256);
        if (session.keys().getActiveKey(realm, KeyUse.SIG, algorithm) == null) {
            return Outcome.failed(UpstreamFault.CREDENTIAL_MISSING);
        }
        JsonWebToken claims = new JsonWebToken()
                .id(SecretGenerator.getInstance().generateSecureID())
                .issuer(config.clientId())
                .subject(config.clientId())
                .audience(tokenEndpoint.toString())
                .issuedNow()
                .exp(Time.currentTimeMillis() / 1000 + ASSERTION_SECONDS);
        return Outcome.of(new JWSBuilder()
                .type(OAuth2Constants.JWT)
                .jsonContent(claims)
                .sign(session.getProvider(SignatureProvider.class, algorithm).signer()));
    }
}
