package cloud.magento.accounts.broker.upstream;

import cloud.magento.accounts.broker.upstream.Requests.ClientProof;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Authorization requests that the client pushed before it sent a person here (RFC 9126): the client has to prove who it
 * is, and each reference is good once, for a while.
 */
final class PushedRequests {
    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
    private static final Set<String> OF_THE_CLIENT =
            Set.of("client_secret", "client_assertion", "client_assertion_type");

    private final Client client;
    private final Requests requests;
    private final Behaviour behaviour;
    private final ClientAuthentication authentication;
    private final Map<String, Pushed> pushed = new ConcurrentHashMap<>();

    /** A request and until when it may be used. */
    record Pushed(AuthorizationRequest request, Instant expiry) {
        boolean isExpired() {
            return !Instant.now().isBefore(expiry);
        }
    }

    PushedRequests(Client client, Requests requests, Behaviour behaviour, ClientAuthentication authentication) {
        this.client = client;
        this.requests = requests;
        this.behaviour = behaviour;
        this.authentication = authentication;
    }

    void push(Exchange exchange) throws IOException {
        Optional<ClientProof> proof = authentication.check(exchange);
        if (proof.isEmpty()) {
            exchange.json(401, Map.of("error", "invalid_client"));
            return;
        }
        requests.add(proof.get());
        AuthorizationRequest request = new AuthorizationRequest(asked(exchange));
        if (request.parameters().containsKey("request_uri")
                || !request.parameter("client_id").equals(client.id())
                || !client.mayRedirectTo(request.redirectUri())) {
            exchange.json(400, Map.of("error", "invalid_request"));
            return;
        }
        Optional<String> error = request.error();
        if (error.isPresent()) {
            exchange.json(400, Map.of("error", error.get()));
            return;
        }
        String reference = PREFIX + UUID.randomUUID();
        Duration lifetime = behaviour.pushedRequestLifetime();
        pushed.put(reference, new Pushed(request, Instant.now().plus(lifetime)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("request_uri", reference);
        answer.put("expires_in", Math.max(1, lifetime.toSeconds()));
        behaviour.now().pushed(answer);
        behaviour.now().send(Endpoint.PAR, exchange, 201, answer);
    }

    /** The request that stands behind a reference, which is used up with that. */
    Optional<Pushed> take(String reference) {
        return Optional.ofNullable(pushed.remove(reference));
    }

    private static Map<String, String> asked(Exchange exchange) {
        Map<String, String> asked = new HashMap<>(exchange.parameters());
        asked.keySet().removeAll(OF_THE_CLIENT);
        return Map.copyOf(asked);
    }
}
