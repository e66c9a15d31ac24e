package cloud.magento.accounts.broker.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.broker.upstream.Requests.ClientProof;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Client authentication at the endpoints for clients (OpenID Connect Core 1.0, section 9): exactly one of a basic
 * header, a secret in the form, or an assertion signed by one of the client's keys, used once and meant for this
 * issuer.
 */
final class ClientAuthentication {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Client client;
    private final Set<String> audiences;
    private final Set<String> usedAssertions = ConcurrentHashMap.newKeySet();

    ClientAuthentication(Client client, String issuer) {
        this.client = client;
        this.audiences = Set.of(issuer, issuer + Endpoint.TOKEN.path(), issuer + Endpoint.PAR.path());
    }

    /** How the request proves to come from the client, or empty if it does not. */
    Optional<ClientProof> check(Exchange exchange) {
        Optional<String> header = exchange.header("Authorization");
        boolean secret = exchange.parameters().containsKey("client_secret");
        boolean assertion = exchange.parameters().containsKey("client_assertion");
        if ((header.isPresent() ? 1 : 0) + (secret ? 1 : 0) + (assertion ? 1 : 0) != 1) {
            return Optional.empty();
        }
        if (header.isPresent()) {
            return proof(basic(header.get()), ClientProof.CLIENT_SECRET_BASIC);
        }
        if (secret) {
            boolean holds = exchange.parameter("client_id").equals(client.id())
                    && exchange.parameter("client_secret").equals(client.secret());
            return proof(holds, ClientProof.CLIENT_SECRET_POST);
        }
        boolean holds = exchange.parameter("client_assertion_type").equals(ASSERTION_TYPE)
                && asserted(exchange.parameter("client_assertion"));
        return proof(holds, ClientProof.PRIVATE_KEY_JWT);
    }

    private static Optional<ClientProof> proof(boolean holds, ClientProof proof) {
        return holds ? Optional.of(proof) : Optional.empty();
    }

    /** RFC 6749, section 2.3.1: both halves are form-encoded before they are joined. */
    private boolean basic(String header) {
        if (!header.startsWith("Basic ")) {
            return false;
        }
        String[] halves = new String(Base64.getDecoder().decode(header.substring(6)), UTF_8).split(":", 2);
        return halves.length == 2
                && Exchange.decode(halves[0]).equals(client.id())
                && Exchange.decode(halves[1]).equals(client.secret());
    }

    private boolean asserted(String assertion) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expiry = claims.getExpirationTime();
            return client.id().equals(claims.getIssuer())
                    && client.id().equals(claims.getSubject())
                    && claims.getAudience().stream().anyMatch(audiences::contains)
                    && expiry != null
                    && expiry.after(new Date())
                    && claims.getJWTID() != null
                    && signed(jwt)
                    && usedAssertions.add(claims.getJWTID());
        } catch (ParseException e) {
            return false;
        }
    }

    private boolean signed(SignedJWT jwt) {
        JWK key = client.keys().getKeyByKeyId(jwt.getHeader().getKeyID());
        try {
            return key != null
                    && jwt.verify(key instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier(key.toRSAKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("The client's keys cannot be used", e);
        }
    }
}
