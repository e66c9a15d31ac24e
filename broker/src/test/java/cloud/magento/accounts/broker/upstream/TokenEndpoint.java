package cloud.magento.accounts.broker.upstream;

import cloud.magento.accounts.broker.upstream.Requests.ClientProof;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trades a code for tokens, and an access token for what is known of its person. */
final class TokenEndpoint {
    private final String issuer;
    private final Client client;
    private final Keys keys;
    private final Grants grants;
    private final Requests requests;
    private final Behaviour behaviour;
    private final ClientAuthentication authentication;

    TokenEndpoint(
            String issuer,
            Client client,
            Keys keys,
            Grants grants,
            Requests requests,
            Behaviour behaviour,
            ClientAuthentication authentication) {
        this.issuer = issuer;
        this.client = client;
        this.keys = keys;
        this.grants = grants;
        this.requests = requests;
        this.behaviour = behaviour;
        this.authentication = authentication;
    }

    void token(Exchange exchange) throws IOException {
        Optional<ClientProof> proof = authentication.check(exchange);
        if (proof.isEmpty()) {
            exchange.setHeader("WWW-Authenticate", "Basic realm=\"Magento.com\"");
            exchange.json(401, Map.of("error", "invalid_client"));
            return;
        }
        requests.add(proof.get());
        if (!exchange.parameter("grant_type").equals("authorization_code")) {
            exchange.json(400, Map.of("error", "unsupported_grant_type"));
            return;
        }
        Optional<Grants.Grant> grant = grants.redeem(exchange.parameter("code"))
                .filter(found -> found.request().redirectUri().equals(exchange.parameter("redirect_uri")))
                .filter(found -> found.request().isChallengeOf(exchange.parameter("code_verifier")));
        if (grant.isEmpty()) {
            exchange.json(400, Map.of("error", "invalid_grant"));
            return;
        }
        behaviour.now().send(Endpoint.TOKEN, exchange, 200, tokens(grant.get()));
    }

    private Map<String, Object> tokens(Grants.Grant grant) {
        Misbehaviour misbehaviour = behaviour.now();
        Map<String, Object> claims = claims(grant);
        misbehaviour.claims(claims);
        Person person = grant.visit().person();
        String idToken = misbehaviour.sign(claims, keys, client);
        grants.issued(idToken, person);
        Map<String, Object> tokens = new LinkedHashMap<>();
        tokens.put("access_token", grants.accessToken(person));
        tokens.put("token_type", "Bearer");
        tokens.put("expires_in", 300);
        tokens.put("id_token", idToken);
        misbehaviour.tokens(tokens);
        return tokens;
    }

    private Map<String, Object> claims(Grants.Grant grant) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", grant.visit().person().subject());
        claims.put("sid", grant.visit().id());
        claims.put("aud", client.id());
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("acr", "1");
        claims.put("amr", List.of("pwd"));
        claims.putAll(grant.visit()
                .person()
                .login(List.of(grant.request().parameter("acr_values").split(" "))));
        String nonce = grant.request().parameter("nonce");
        if (!nonce.isEmpty()) {
            claims.put("nonce", nonce);
        }
        if (grant.request().asksWhen()) {
            Duration age = behaviour.keepsOldLogins() ? Duration.ofHours(1) : Duration.ZERO;
            claims.put("auth_time", grant.visit().since().minus(age).getEpochSecond());
        }
        if (behaviour.tellsAllInIdTokens()) {
            claims.putAll(grant.visit().person().profile());
        }
        return claims;
    }

    void userinfo(Exchange exchange) throws IOException {
        Optional<Person> person = exchange.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .flatMap(header -> grants.owner(header.substring("Bearer ".length())));
        if (person.isEmpty()) {
            exchange.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            exchange.send(401, "text/plain", "");
            return;
        }
        Map<String, Object> claims = new LinkedHashMap<>(person.get().profile());
        claims.put("sub", person.get().subject());
        behaviour.now().userinfo(claims);
        Map<String, Object> signed = new LinkedHashMap<>(claims);
        signed.put("iss", issuer);
        signed.put("aud", client.id());
        Optional<String> token = behaviour.now().userinfoToken(signed, keys, client);
        if (token.isPresent()) {
            exchange.send(200, "application/jwt; charset=utf-8", token.get());
        } else {
            behaviour.now().send(Endpoint.USERINFO, exchange, 200, claims);
        }
    }
}
