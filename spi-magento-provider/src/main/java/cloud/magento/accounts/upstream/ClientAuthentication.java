package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.http.Endpoint;
import cloud.magento.accounts.upstream.http.UpstreamCall;
import cloud.magento.accounts.upstream.protocol.Outcome;
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

/** This server's own proof of who it is, at upstream's endpoints that only a client may ask. */
final class ClientAuthentication {
    private static final int ASSERTION_SECONDS = 60;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;

    ClientAuthentication(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig config) {
        this.session = session;
        this.realm = realm;
        this.config = config;
    }

    /**
     * A form to post, with the proof by the configured method.
     *
     * @param audience whom an assertion is made for
     */
    Outcome<UpstreamCall> post(Endpoint endpoint, URI url, Map<String, String> fields, String audience) {
        Map<String, String> form = new HashMap<>(fields);
        return switch (config.clientAuthMethod()) {
            case CLIENT_SECRET_BASIC ->
                secret().flatMap(secret -> Outcome.of(UpstreamCall.post(endpoint, url, form)
                        .with("Authorization", BasicAuthHelper.RFC6749.createHeader(config.clientId(), secret))));
            case CLIENT_SECRET_POST ->
                secret().flatMap(secret -> {
                    form.put(OAuth2Constants.CLIENT_ID, config.clientId());
                    form.put(OAuth2Constants.CLIENT_SECRET, secret);
                    return Outcome.of(UpstreamCall.post(endpoint, url, form));
                });
            case PRIVATE_KEY_JWT ->
                assertion(audience).flatMap(assertion -> {
                    form.put(OAuth2Constants.CLIENT_ID, config.clientId());
                    form.put(OAuth2Constants.CLIENT_ASSERTION_TYPE, OAuth2Constants.CLIENT_ASSERTION_TYPE_JWT);
                    form.put(OAuth2Constants.CLIENT_ASSERTION, assertion);
                    return Outcome.of(UpstreamCall.post(endpoint, url, form));
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

    /** OpenID Connect Core 1.0, section 9: issued by and about this client, for one use. */
    private Outcome<String> assertion(String audience) {
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
                .audience(audience)
                .issuedNow()
                .exp(Time.currentTimeMillis() / 1000 + ASSERTION_SECONDS);
        return Outcome.of(new JWSBuilder()
                .type(OAuth2Constants.JWT)
                .jsonContent(claims)
                .sign(session.getProvider(SignatureProvider.class, algorithm).signer()));
    }
}
